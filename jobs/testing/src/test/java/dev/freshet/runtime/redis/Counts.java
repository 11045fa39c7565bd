package dev.freshet.runtime.redis;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group whose counters can be read. */
final class Counts extends UnregisteredMetricsGroup {

  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    counters.put(name, counter);
    return counter;
  }

  @Override
  public MetricGroup addGroup(String name) {
    return this;
  }

  long of(String name) {
    return Objects.requireNonNull(counters.get(name)).getCount();
  }
}

package dev.freshet.runtime.state;

import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What an operator of the job sees of one cache. */
final class WriteBackMetrics {

  private final MetricGroup group;
  private final Counter hits;
  private final Counter misses;
  private final Counter evictions;
  private final Counter writes;
  private volatile long lastFlushMillis;

  WriteBackMetrics(MetricGroup operator, String state) {
    group = operator.addGroup("writeBack", state);
    hits = group.counter("hits");
    misses = group.counter("misses");
    evictions = group.counter("evictions");
    writes = group.counter("writes");
    group.gauge("lastFlushMillis", () -> lastFlushMillis);
  }

  void watch(ClockTable<?, ?> table) {
    group.gauge("entries", table::size);
    group.gauge("dirty", table::dirty);
    group.gauge("packedBytes", table::packedBytes);
  }

  void hit() {
    hits.inc();
  }

  void miss() {
    misses.inc();
  }

  void evicted() {
    evictions.inc();
  }

  void wrote() {
    writes.inc();
  }

  void flushed(long nanos) {
    lastFlushMillis = TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}

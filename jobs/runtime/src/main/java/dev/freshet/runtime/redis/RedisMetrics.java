package dev.freshet.runtime.redis;

import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** What a writer counts, in the metric group {@code redis} of its operator. */
final class RedisMetrics {

  private final MetricGroup group;
  private final Counter writes;
  private final Counter batches;
  private final Counter failedBatches;
  private final Counter coalesced;

  RedisMetrics(SinkWriterMetricGroup operator) {
    group = operator.addGroup("redis");
    writes = group.counter("writes", new ThreadSafeSimpleCounter());
    batches = group.counter("batches", new ThreadSafeSimpleCounter());
    failedBatches = group.counter("failedBatches", new ThreadSafeSimpleCounter());
    coalesced = group.counter("coalesced", new SimpleCounter());
  }

  /** Tells how many writes wait or are unacknowledged. */
  void inFlight(IntSupplier inFlight) {
    group.gauge("inFlight", inFlight::getAsInt);
  }

  void sent(int acknowledged) {
    batches.inc();
    writes.inc(acknowledged);
  }

  void failed() {
    failedBatches.inc();
  }

  /** A write took the place of an earlier one of its key that had not been sent yet. */
  void coalesced() {
    coalesced.inc();
  }
}

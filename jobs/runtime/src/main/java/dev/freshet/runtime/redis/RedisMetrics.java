package dev.freshet.runtime.redis;

import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What a writer counts, in the metric group {@code redis} of its operator. */
final class RedisMetrics {

  private final MetricGroup group;
  private final Counter writes;
  private final Counter batches;
  private final Counter failedBatches;
  private final Counter coalesced;
  private final Counter refused;
  private final Counter older;

  RedisMetrics(MetricGroup operator) {
    group = operator.addGroup("redis");
    writes = group.counter("writes", new ThreadSafeSimpleCounter());
    batches = group.counter("batches", new ThreadSafeSimpleCounter());
    failedBatches = group.counter("failedBatches", new ThreadSafeSimpleCounter());
    coalesced = group.counter("coalesced", new SimpleCounter());
    refused = group.counter("refused", new ThreadSafeSimpleCounter());
    older = group.counter("older", new ThreadSafeSimpleCounter());
  }

  /** Tells how many writes wait or are unacknowledged. */
  void inFlight(IntSupplier inFlight) {
    group.gauge("inFlight", inFlight::getAsInt);
  }

  void sentBatch() {
    batches.inc();
  }

  void sent(int replied) {
    writes.inc(replied);
  }

  void failed() {
    failedBatches.inc();
  }

  /** Redis refuses a write for good, so it is left out. */
  void refused() {
    refused.inc();
  }

  /** What Redis holds is newer, so a write is left out. */
  void older() {
    older.inc();
  }

  /** A write took the place of an earlier one of its key that had not been sent yet. */
  void coalesced() {
    coalesced.inc();
  }
}

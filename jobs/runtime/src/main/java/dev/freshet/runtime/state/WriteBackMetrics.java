package dev.freshet.runtime.state;

import dev.freshet.runtime.metrics.JobMetric;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator of the job sees of one cache of keyed state. */
public final class WriteBackMetrics {

  private static final String STATE = "writeBack";

  static final JobMetric HITS =
      JobMetric.counter("hits", "values", "Values that the cache had.", STATE);

  static final JobMetric MISSES =
      JobMetric.counter("misses", "values", "Values that the cache did not have.", STATE);

  static final JobMetric HIT_RATE =
      JobMetric.gauge(
          "hitRate",
          "share",
          "Share of the last values that need not be loaded again, 0 to 1. A low one asks for a"
              + " larger cache.",
          STATE);

  static final JobMetric EVICTIONS =
      JobMetric.counter("evictions", "values", "Values that had to make room.", STATE);

  static final JobMetric WRITES =
      JobMetric.counter("writes", "values", "Values written to Flink's state.", STATE);

  static final JobMetric LAST_FLUSH =
      JobMetric.gauge(
          "lastFlushMillis", "ms", "How long the last checkpoint waited for the cache.", STATE);

  static final JobMetric ENTRIES = JobMetric.gauge("entries", "values", "Values held.", STATE);

  static final JobMetric DIRTY =
      JobMetric.gauge("dirty", "values", "Values that are still to be written.", STATE);

  static final JobMetric SERIALIZED_BYTES =
      JobMetric.gauge(
          "serializedBytes", "bytes", "What the values held take when they are written.", STATE);

  private static final Logger LOG = LoggerFactory.getLogger(WriteBackState.class);

  private final String state;
  private final CacheLimits limits;
  private final CacheWatch watch = new CacheWatch();
  private final MetricGroup operator;
  private final Counter hits;
  private final Counter misses;
  private final Counter evictions;
  private final Counter writes;
  private volatile long lastFlushMillis;

  WriteBackMetrics(MetricGroup operator, String state, CacheLimits limits) {
    this.state = state;
    this.limits = limits;
    this.operator = operator;
    hits = HITS.count(operator, state);
    misses = MISSES.count(operator, state);
    evictions = EVICTIONS.count(operator, state);
    writes = WRITES.count(operator, state);
    LAST_FLUSH.show(operator, () -> lastFlushMillis, state);
    HIT_RATE.show(operator, watch::hitRate, state);
  }

  void watch(ClockTable<?, ?> table) {
    ENTRIES.show(operator, table::size, state);
    DIRTY.show(operator, table::dirty, state);
    SERIALIZED_BYTES.show(operator, table::serializedBytes, state);
  }

  void hit() {
    hits.inc();
    watch.hit();
  }

  /** Neither the cache nor the store has a value. */
  void missed() {
    misses.inc();
    watch.missed();
  }

  /** The store had the value, at this moment of the clock. */
  void loaded(long nowMillis) {
    misses.inc();
    watch.loaded();
    if (watch.isToBeTold(nowMillis)) {
      LOG.warn(
          "The cache of the state {} is too small: {} % of the last {} values had to be loaded"
              + " again{}",
          state,
          watch.reloadPercent(),
          CacheWatch.WINDOW,
          limits.option().isEmpty() ? "" : "; " + limits.option() + " enlarges it");
    }
  }

  void evicted() {
    evictions.inc();
    watch.evicted();
  }

  void wrote() {
    writes.inc();
  }

  void flushed(long nanos) {
    lastFlushMillis = TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}

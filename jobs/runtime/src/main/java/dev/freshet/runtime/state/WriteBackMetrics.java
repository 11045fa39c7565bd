package dev.freshet.runtime.state;

import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator of the job sees of one cache. */
final class WriteBackMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(WriteBackState.class);

  private final String state;
  private final CacheLimits limits;
  private final CacheWatch watch = new CacheWatch();
  private final MetricGroup group;
  private final Counter hits;
  private final Counter misses;
  private final Counter evictions;
  private final Counter writes;
  private volatile long lastFlushMillis;

  WriteBackMetrics(MetricGroup operator, String state, CacheLimits limits) {
    this.state = state;
    this.limits = limits;
    group = operator.addGroup("writeBack", state);
    hits = group.counter("hits");
    misses = group.counter("misses");
    evictions = group.counter("evictions");
    writes = group.counter("writes");
    group.gauge("lastFlushMillis", () -> lastFlushMillis);
    group.gauge("hitRate", watch::hitRate);
  }

  void watch(ClockTable<?, ?> table) {
    group.gauge("entries", table::size);
    group.gauge("dirty", table::dirty);
    group.gauge("serializedBytes", table::serializedBytes);
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

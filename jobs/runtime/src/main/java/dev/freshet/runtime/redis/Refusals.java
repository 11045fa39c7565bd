package dev.freshet.runtime.redis;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the writes that Redis refuses for good, and logs each key once, up to a bound. Those of
 * something older than what is there are counted alone.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MOST_TOLD = 100;

  private final RedisMetrics metrics;
  private final Set<String> told = new HashSet<>();

  Refusals(RedisMetrics metrics) {
    this.metrics = metrics;
  }

  void refused(RedisWrite write, RedisError error) {
    metrics.refused();
    if (told.size() < MOST_TOLD && told.add(write.key())) {
      LOG.error(
          "Redis refuses a write of {}, which is left out: {}{}",
          write.key(),
          error.message(),
          error.remedy());
      if (told.size() == MOST_TOLD) {
        LOG.error("Further keys that Redis refuses are only counted, as redis.refused");
      }
    }
  }

  void older(RedisWrite write) {
    metrics.older();
    LOG.debug("What Redis holds of {} is newer", write.key());
  }
}

package dev.freshet.runtime.redis;

import dev.freshet.schemas.RedisKeys;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the writes that Redis refuses for good, and logs each kind of key once for each error, up
 * to a bound. Those of something older than what is there are counted alone. Logs have no ids of
 * users.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MOST_TOLD = 100;

  private final RedisMetrics metrics;
  private final RedisKeys keys;
  private final Set<String> told = new HashSet<>();

  Refusals(RedisMetrics metrics, RedisKeys keys) {
    this.metrics = metrics;
    this.keys = keys;
  }

  void refused(RedisWrite write, RedisError error) {
    metrics.refused();
    String key = keys.withoutUser(write.key());
    if (told.size() < MOST_TOLD && told.add(key + error.message())) {
      LOG.error(
          "Redis refuses a write of {}, which is left out: {}{}",
          key,
          error.message(),
          error.remedy());
      if (told.size() == MOST_TOLD) {
        LOG.error("Further writes that Redis refuses are only counted, as numRecordsSendErrors");
      }
    }
  }

  void older(RedisWrite write) {
    metrics.older();
    if (LOG.isDebugEnabled()) {
      LOG.debug("What Redis holds of {} is newer", keys.withoutUser(write.key()));
    }
  }
}

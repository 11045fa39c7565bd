package dev.freshet.stickiness;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Interaction;
import java.time.Instant;
import org.apache.flink.configuration.Configuration;

/** Times with a name. */
final class Moments {

  static final long SECOND = 1_000L;
  static final long HOUR = 3_600_000L;
  static final long DAY = 24 * HOUR;

  /** A Monday, years before any clock on a wall. */
  static final long MONDAY_NOON = Instant.parse("2020-03-02T12:00:00Z").toEpochMilli();

  static final long WEDNESDAY_BEGINS = Instant.parse("2020-03-04T00:00:00Z").toEpochMilli();

  static final StickinessJobSettings SETTINGS =
      StickinessJobSettings.from(new Configuration(), RedisKeys.plain());

  private Moments() {}

  static Interaction click(String user, long atMillis) {
    return Interaction.click(user + atMillis, user, "item" + atMillis, atMillis);
  }
}

package dev.freshet.stickiness;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Times with a name. */
final class Moments {

  static final long SECOND = 1_000L;
  static final long MINUTE = 60_000L;
  static final long HOUR = 3_600_000L;
  static final long DAY = 24 * HOUR;

  /** A Monday, years before any clock on a wall. */
  static final long MONDAY_NOON = Instant.parse("2020-03-02T12:00:00Z").toEpochMilli();

  static final long WEDNESDAY_BEGINS = Instant.parse("2020-03-04T00:00:00Z").toEpochMilli();

  /** All defaults, but every event is told, and every user is looked at with midnight. */
  static final StickinessJobSettings SETTINGS = settings(Map.of());

  /** Of a platform that tells of purchases, and needs but two to tell the propensity. */
  static final StickinessJobSettings WITH_PURCHASES =
      settings(
          Map.of(
              "kafka.topics.purchases",
              "purchases",
              "stickiness.propensity.least-conversions",
              "2"));

  private Moments() {}

  /** The settings of these options; every event is told, and every user looked at with midnight. */
  static StickinessJobSettings settings(Map<String, String> options) {
    Configuration configuration = Configuration.fromMap(options);
    configuration.set(StickinessOptions.DELAY, Duration.ZERO);
    if (!configuration.contains(StickinessOptions.MIDNIGHT_SPREAD)) {
      configuration.set(StickinessOptions.MIDNIGHT_SPREAD, Duration.ZERO);
    }
    return StickinessJobSettings.from(configuration, RedisKeys.plain());
  }

  static Interaction purchase(String user, long atMillis) {
    return Interaction.of(
        user + "buys" + atMillis, user, "plan", atMillis, InteractionKind.PURCHASE);
  }

  static Interaction click(String user, long atMillis) {
    return Interaction.click(user + atMillis, user, "item" + atMillis, atMillis);
  }
}

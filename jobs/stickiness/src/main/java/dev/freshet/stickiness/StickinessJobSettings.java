package dev.freshet.stickiness;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.HalfLife;
import dev.freshet.scoring.stickiness.MidnightSpread;
import dev.freshet.scoring.stickiness.StickinessSettings;
import dev.freshet.scoring.stickiness.StickinessSettings.Halves;
import dev.freshet.scoring.stickiness.StickinessSettings.Tiers;
import dev.freshet.scoring.stickiness.StickinessSettings.Weights;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The stickiness options, read once and checked.
 *
 * @param scoring what shapes stickiness
 * @param keys names of the keys in Redis
 * @param audienceSize how many users each audience holds
 * @param interval shortest time between two writes of what belongs to all
 * @param delay how long what a user did may wait before what follows from it is told, or zero
 * @param quiet time without progress of event time after which the wall's clock carries it on
 * @param spread when after a midnight users are looked at
 * @param purchases whether the platform tells of purchases
 * @param leastConversions how many fortnights with a purchase the propensity is learned from before
 *     it is told
 * @param cache how much of the users' state a task keeps decoded
 */
public record StickinessJobSettings(
    StickinessSettings scoring,
    RedisKeys keys,
    int audienceSize,
    Duration interval,
    Duration delay,
    Duration quiet,
    MidnightSpread spread,
    boolean purchases,
    int leastConversions,
    CacheLimits cache)
    implements Serializable {

  /**
   * Reads and checks the options.
   *
   * @param keys as the shared Redis options have them
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public static StickinessJobSettings from(ReadableConfig config, RedisKeys keys) {
    return new StickinessJobSettings(
        scoring(config),
        keys,
        positive(config, StickinessOptions.AUDIENCE_SIZE),
        lasting(config, StickinessOptions.INTERVAL),
        delay(config),
        lasting(config, StickinessOptions.QUIET),
        spread(config),
        config
            .getOptional(KafkaOptions.TOPICS_PURCHASES)
            .filter(topic -> !topic.isBlank())
            .isPresent(),
        positive(config, StickinessOptions.LEAST_CONVERSIONS),
        CacheLimits.ofEntries(positive(config, StickinessOptions.CACHE_ENTRIES))
            .setBy(StickinessOptions.CACHE_ENTRIES.key()));
  }

  private static StickinessSettings scoring(ReadableConfig config) {
    ZoneId zone = zone(config);
    try {
      return new StickinessSettings(
          zone,
          new Weights(
              config.get(StickinessOptions.RECENCY_WEIGHT),
              config.get(StickinessOptions.FREQUENCY_WEIGHT),
              config.get(StickinessOptions.DEPTH_WEIGHT),
              config.get(StickinessOptions.COMMUNITY_WEIGHT)),
          new HalfLife(lasting(config, StickinessOptions.RECENCY_HALF_LIFE)),
          new HalfLife(lasting(config, StickinessOptions.FADING_HALF_LIFE)),
          new Halves(
              config.get(StickinessOptions.SATURATION_WEEK),
              config.get(StickinessOptions.SATURATION_MONTH),
              config.get(StickinessOptions.SATURATION_STREAK),
              config.get(StickinessOptions.SATURATION_MINUTES),
              config.get(StickinessOptions.SATURATION_COMPLETIONS),
              config.get(StickinessOptions.SATURATION_ITEMS),
              config.get(StickinessOptions.SATURATION_COMMENTS)),
          positive(config, StickinessOptions.DAILY_COMMUNITY),
          new Tiers(
              positive(config, StickinessOptions.NEW_DAYS),
              config.get(StickinessOptions.REGULAR),
              config.get(StickinessOptions.DEVOTED),
              config.get(StickinessOptions.MARGIN),
              positive(config, StickinessOptions.DORMANT_DAYS)),
          positive(config, StickinessOptions.RETENTION_DAYS));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("stickiness.")
          ? e
          : new IllegalArgumentException("stickiness options: " + message, e);
    }
  }

  private static ZoneId zone(ReadableConfig config) {
    try {
      return ZoneId.of(config.get(StickinessOptions.ZONE));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          StickinessOptions.ZONE.key()
              + " is "
              + config.get(StickinessOptions.ZONE)
              + ", expected a time zone such as Asia/Shanghai",
          e);
    }
  }

  private static int positive(ReadableConfig config, ConfigOption<Integer> option) {
    int value = config.get(option);
    if (value <= 0) {
      throw new IllegalArgumentException(option.key() + " is " + value + ", expected more than 0");
    }
    return value;
  }

  private static Duration delay(ReadableConfig config) {
    Duration value = config.get(StickinessOptions.DELAY);
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          StickinessOptions.DELAY.key() + " is " + value + ", expected 0 ms or more");
    }
    return value;
  }

  private static MidnightSpread spread(ReadableConfig config) {
    Duration value = config.get(StickinessOptions.MIDNIGHT_SPREAD);
    if (value.isNegative() || value.compareTo(MidnightSpread.LONGEST) > 0) {
      throw new IllegalArgumentException(
          StickinessOptions.MIDNIGHT_SPREAD.key() + " is " + value + ", expected 0 ms to 12 h");
    }
    return new MidnightSpread(value);
  }

  private static Duration lasting(ReadableConfig config, ConfigOption<Duration> option) {
    Duration value = config.get(option);
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(
          option.key() + " is " + value + ", expected at least 1 ms");
    }
    return value;
  }
}

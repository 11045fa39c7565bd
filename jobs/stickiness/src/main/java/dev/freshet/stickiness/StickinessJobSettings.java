package dev.freshet.stickiness;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.lasting;
import static dev.freshet.runtime.settings.OptionChecks.notNegative;
import static dev.freshet.runtime.settings.OptionChecks.wrong;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.id.MidnightSpread;
import dev.freshet.scoring.stickiness.StickinessSettings;
import dev.freshet.scoring.stickiness.StickinessSettings.Halves;
import dev.freshet.scoring.stickiness.StickinessSettings.Tiers;
import dev.freshet.scoring.stickiness.StickinessSettings.Weights;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Supplier;
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
 * @param userStates whether users' states are told to a topic too
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
    boolean userStates,
    int leastConversions,
    CacheLimits cache)
    implements Serializable {

  public StickinessJobSettings {
    atLeast(1, StickinessOptions.AUDIENCE_SIZE, audienceSize);
    lasting(StickinessOptions.INTERVAL, interval);
    notNegative(StickinessOptions.DELAY, delay);
    lasting(StickinessOptions.QUIET, quiet);
    atLeast(1, StickinessOptions.LEAST_CONVERSIONS, leastConversions);
  }

  /**
   * How long the hash of a user lives after its last write: longer than the user is tracked, who is
   * forgotten with the look after a midnight. So it expires only where state was lost.
   */
  Duration hashTtl() {
    return Duration.ofDays(scoring.retentionDays() + 2L);
  }

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
        config.get(StickinessOptions.AUDIENCE_SIZE),
        config.get(StickinessOptions.INTERVAL),
        config.get(StickinessOptions.DELAY),
        config.get(StickinessOptions.QUIET),
        spread(config.get(StickinessOptions.MIDNIGHT_SPREAD)),
        KafkaSettings.isNamed(config, KafkaOptions.TOPICS_PURCHASES),
        KafkaSettings.isNamed(config, KafkaOptions.TOPICS_STICKINESS),
        config.get(StickinessOptions.LEAST_CONVERSIONS),
        CacheLimits.ofEntries(positive(config, StickinessOptions.CACHE_ENTRIES))
            .setBy(StickinessOptions.CACHE_ENTRIES.key()));
  }

  private static StickinessSettings scoring(ReadableConfig config) {
    Weights weights = checked("stickiness.weights.*", () -> weights(config));
    Halves halves = checked("stickiness.saturation.*", () -> halves(config));
    Tiers tiers = checked("stickiness.tiers.*", () -> tiers(config));
    return checked(
        StickinessOptions.RETENTION_DAYS.key(),
        () ->
            new StickinessSettings(
                zone(config.get(StickinessOptions.ZONE)),
                weights,
                halfLife(config, StickinessOptions.RECENCY_HALF_LIFE),
                halfLife(config, StickinessOptions.FADING_HALF_LIFE),
                halves,
                positive(config, StickinessOptions.DAILY_COMMUNITY),
                tiers,
                positive(config, StickinessOptions.RETENTION_DAYS)));
  }

  private static Weights weights(ReadableConfig config) {
    return new Weights(
        config.get(StickinessOptions.RECENCY_WEIGHT),
        config.get(StickinessOptions.FREQUENCY_WEIGHT),
        config.get(StickinessOptions.DEPTH_WEIGHT),
        config.get(StickinessOptions.COMMUNITY_WEIGHT));
  }

  private static Halves halves(ReadableConfig config) {
    return new Halves(
        config.get(StickinessOptions.SATURATION_WEEK),
        config.get(StickinessOptions.SATURATION_MONTH),
        config.get(StickinessOptions.SATURATION_STREAK),
        config.get(StickinessOptions.SATURATION_MINUTES),
        config.get(StickinessOptions.SATURATION_COMPLETIONS),
        config.get(StickinessOptions.SATURATION_ITEMS),
        config.get(StickinessOptions.SATURATION_COMMENTS));
  }

  private static Tiers tiers(ReadableConfig config) {
    return new Tiers(
        config.get(StickinessOptions.NEW_DAYS),
        config.get(StickinessOptions.REGULAR),
        config.get(StickinessOptions.DEVOTED),
        config.get(StickinessOptions.MARGIN),
        config.get(StickinessOptions.DORMANT_DAYS));
  }

  /** What is made of the options of this key or keys, which {@code scoring} does not know. */
  private static <T> T checked(String keys, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("stickiness.")
          ? e
          : new IllegalArgumentException(keys + ": " + message, e);
    }
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw wrong(StickinessOptions.ZONE, zone, "must be a time zone such as Asia/Shanghai");
    }
  }

  private static HalfLife halfLife(ReadableConfig config, ConfigOption<Duration> option) {
    Duration value = config.get(option);
    lasting(option, value);
    return new HalfLife(value);
  }

  private static int positive(ReadableConfig config, ConfigOption<Integer> option) {
    int value = config.get(option);
    atLeast(1, option, value);
    return value;
  }

  private static MidnightSpread spread(Duration width) {
    if (width.isNegative() || width.compareTo(MidnightSpread.LONGEST) > 0) {
      throw wrong(StickinessOptions.MIDNIGHT_SPREAD, width, "must be 0 ms to 12 h");
    }
    return new MidnightSpread(width);
  }
}

package dev.freshet.recommendations;

import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.HalfLife;
import dev.freshet.scoring.PairGains;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Signal;
import dev.freshet.scoring.TagPulses;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The recommendations options, read once and checked.
 *
 * @param scoring what shapes a recommendation
 * @param items of which items interactions are used
 * @param keys names of the keys in Redis
 * @param similarSize how many neighbours of an item are published
 * @param similarInterval shortest time between two publications of an item's neighbours
 * @param pulseInterval time between two writes of the pulse
 * @param tagPulseInterval time between two writes of the pulses of tags, zero for none
 * @param pulseTags of how many tags pulses are written
 * @param examplesPerSecond how many interactions a second the model learns from, 0 for all
 * @param userTtl when a silent user is forgotten
 * @param itemTtl when a silent item is forgotten
 * @param catalogueTtl when the catalogue record of an untouched item is forgotten
 * @param keyTtl when keys of a silent user or item expire
 * @param cache how much of each state a task keeps decoded
 */
public record RecommendationsSettings(
    RecommenderSettings scoring,
    ItemLimits items,
    RedisKeys keys,
    int similarSize,
    Duration similarInterval,
    Duration pulseInterval,
    Duration tagPulseInterval,
    int pulseTags,
    int examplesPerSecond,
    Duration userTtl,
    Duration itemTtl,
    Duration catalogueTtl,
    Duration keyTtl,
    CacheLimits cache)
    implements Serializable {

  /**
   * Reads and checks the options.
   *
   * @param keys as the shared Redis options have them
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public static RecommendationsSettings from(ReadableConfig config, RedisKeys keys) {
    return new RecommendationsSettings(
        scoring(config),
        items(config),
        keys,
        positive(config, RecommendationsOptions.SIMILAR_SIZE),
        lasting(config, RecommendationsOptions.SIMILAR_INTERVAL),
        lasting(config, RecommendationsOptions.PULSE_INTERVAL),
        config.get(RecommendationsOptions.PULSE_TAG_INTERVAL),
        positive(config, RecommendationsOptions.PULSE_TAGS),
        checked(
            config, RecommendationsOptions.MODEL_EXAMPLES, examples -> examples >= 0, "0 or more"),
        lasting(config, RecommendationsOptions.USER_TTL),
        lasting(config, RecommendationsOptions.ITEM_TTL),
        lasting(config, RecommendationsOptions.CATALOGUE_TTL),
        lasting(config, RecommendationsOptions.KEY_TTL),
        cache(config));
  }

  /** The pulses of tags as they are written, of which none is told yet. */
  TagPulses tagPulses() {
    return new TagPulses(pulseTags, scoring.pulse());
  }

  private static ItemLimits items(ReadableConfig config) {
    return new ItemLimits(
        config.get(RecommendationsOptions.CATALOGUE),
        positive(config, RecommendationsOptions.ITEMS_MAX),
        lasting(config, RecommendationsOptions.ITEM_TTL),
        RecommendationsOptions.ITEMS_MAX.key());
  }

  private static CacheLimits cache(ReadableConfig config) {
    return new CacheLimits(
            positive(config, RecommendationsOptions.CACHE_ENTRIES),
            checked(
                    config,
                    RecommendationsOptions.CACHE_SIZE,
                    size -> size.getBytes() > 0,
                    "at least 1 byte")
                .getBytes())
        .setBy(RecommendationsOptions.CACHE_SIZE.key());
  }

  private static RecommenderSettings scoring(ReadableConfig config) {
    return new RecommenderSettings(
        new PairGains(
            positive(config, RecommendationsOptions.HISTORY_WINDOW),
            positive(config, RecommendationsOptions.HISTORY_CROSS_SESSION_WINDOW),
            lasting(config, RecommendationsOptions.HISTORY_SESSION_GAP).toMillis()),
        positive(config, RecommendationsOptions.HISTORY_SIZE),
        halfLife(config, RecommendationsOptions.CO_OCCURRENCE_HALF_LIFE),
        positive(config, RecommendationsOptions.CO_OCCURRENCE_NEIGHBOURS),
        positive(config, RecommendationsOptions.CANDIDATES_PER_ITEM),
        positive(config, RecommendationsOptions.CANDIDATES_SIZE),
        checked(
            config,
            RecommendationsOptions.CANDIDATES_DECAY,
            RecommendationsSettings::isShare,
            "0 to 1"),
        checked(
            config,
            RecommendationsOptions.CANDIDATES_LONG_TERM_DECAY,
            RecommendationsSettings::isShare,
            "0 to 1"),
        halfLives(config),
        halfLife(config, RecommendationsOptions.INTEREST_HALF_LIFE),
        positive(config, RecommendationsOptions.INTEREST_TAGS),
        positive(config, RecommendationsOptions.PULSE_SIZE),
        checked(config, RecommendationsOptions.CANDIDATES_TAGS, tags -> tags >= 0, "0 or more"),
        checked(
            config, RecommendationsOptions.CANDIDATES_PER_TAG, items -> items >= 0, "0 or more"),
        positive(config, RecommendationsOptions.SEEN_SIZE),
        config.get(RecommendationsOptions.EXCLUDE),
        checked(
            config, RecommendationsOptions.TAG_SHARE, RecommendationsSettings::isShare, "0 to 1"),
        lasting(config, RecommendationsOptions.PULSE_EVENT_INTERVAL).toMillis(),
        checked(config, RecommendationsOptions.MODEL_RATE, rate -> rate > 0, "more than 0"),
        checked(config, RecommendationsOptions.MODEL_CLIP, clip -> clip > 0, "more than 0"),
        config.get(RecommendationsOptions.MODEL_FROZEN),
        seed(config));
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  private static int positive(ReadableConfig config, ConfigOption<Integer> option) {
    return checked(config, option, value -> value > 0, "more than 0");
  }

  private static Duration lasting(ReadableConfig config, ConfigOption<Duration> option) {
    return checked(config, option, value -> value.toMillis() > 0, "at least 1 ms");
  }

  private static HalfLife halfLife(ReadableConfig config, ConfigOption<Duration> option) {
    return new HalfLife(lasting(config, option));
  }

  private static List<HalfLife> halfLives(ReadableConfig config) {
    int expected = RecommenderSettings.HORIZONS.size();
    List<Duration> durations =
        checked(
            config,
            RecommendationsOptions.POPULARITY_HALF_LIVES,
            list -> list.size() == expected && list.stream().allMatch(d -> d.toMillis() > 0),
            "exactly " + expected + " durations of at least 1 ms, separated by ';'");
    return durations.stream().map(HalfLife::new).toList();
  }

  private static List<Double> seed(ReadableConfig config) {
    List<Double> seed = new ArrayList<>(RecommenderSettings.defaults().seed());
    Map<String, String> set = config.get(RecommendationsOptions.MODEL_SEED);
    set.forEach((label, weight) -> seed.set(signal(label).index(), weight(label, weight)));
    return seed;
  }

  private static Signal signal(String label) {
    return Arrays.stream(Signal.values())
        .filter(signal -> signal.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    RecommendationsOptions.MODEL_SEED.key()
                        + " names the signal '"
                        + label
                        + "', known are "
                        + Arrays.stream(Signal.values()).map(Signal::label).toList()));
  }

  private static double weight(String label, String weight) {
    try {
      double value = Double.parseDouble(weight.trim());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message that names the key.
    }
    throw new IllegalArgumentException(
        RecommendationsOptions.MODEL_SEED.key()
            + " gives '"
            + weight
            + "' for the signal '"
            + label
            + "', expected a number such as 0.5");
  }

  private static <T> T checked(
      ReadableConfig config, ConfigOption<T> option, Predicate<T> rule, String expected) {
    T value = config.get(option);
    if (!rule.test(value)) {
      throw new IllegalArgumentException(option.key() + " is " + value + ", expected " + expected);
    }
    return value;
  }
}

package dev.freshet.recommendations;

import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.history.HistorySettings;
import dev.freshet.scoring.history.PairGains;
import dev.freshet.scoring.interest.InterestSettings;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.PulseSettings;
import dev.freshet.scoring.pulse.TagPulses;
import dev.freshet.scoring.ranking.ListSettings;
import dev.freshet.scoring.similarity.CoOccurrenceSettings;
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
 * @param ruleItems how many items are named for rules on lists
 * @param examplesPerSecond how many interactions a second the model learns from, 0 for all
 * @param userTtl when a silent user is forgotten, and the user's keys expire
 * @param itemTtl when a silent item is forgotten
 * @param catalogueTtl when the catalogue record of an untouched item is forgotten
 * @param keyTtl when keys of a silent item or tag expire
 * @param userStates whether users' interests are told to a topic too
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
    int ruleItems,
    int examplesPerSecond,
    Duration userTtl,
    Duration itemTtl,
    Duration catalogueTtl,
    Duration keyTtl,
    boolean userStates,
    CacheLimits cache)
    implements Serializable {

  private static final int MOST_RULE_ITEMS = 10_000;

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
            config,
            RecommendationsOptions.RULES_ITEMS,
            items -> items >= 1 && items <= MOST_RULE_ITEMS,
            "1 to " + MOST_RULE_ITEMS),
        checked(
            config, RecommendationsOptions.MODEL_EXAMPLES, examples -> examples >= 0, "0 or more"),
        lasting(config, RecommendationsOptions.USER_TTL),
        lasting(config, RecommendationsOptions.ITEM_TTL),
        lasting(config, RecommendationsOptions.CATALOGUE_TTL),
        lasting(config, RecommendationsOptions.KEY_TTL),
        KafkaSettings.isNamed(config, KafkaOptions.TOPICS_INTERESTS),
        cache(config));
  }

  /** The pulses of tags, none of which is written yet. */
  TagPulses tagPulses() {
    return new TagPulses(pulseTags, scoring.pulse().size());
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
        history(config),
        itemCounts(config),
        lists(config),
        pulse(config),
        model(config),
        exposures(config));
  }

  private static HistorySettings history(ReadableConfig config) {
    PairGains pairGains =
        new PairGains(
            config.get(RecommendationsOptions.HISTORY_WINDOW),
            config.get(RecommendationsOptions.HISTORY_CROSS_SESSION_WINDOW),
            config.get(RecommendationsOptions.HISTORY_SESSION_GAP).toMillis());
    return new HistorySettings(pairGains, config.get(RecommendationsOptions.HISTORY_SIZE));
  }

  private static ItemSettings itemCounts(ReadableConfig config) {
    CoOccurrenceSettings coOccurrence =
        new CoOccurrenceSettings(
            halfLife(config, RecommendationsOptions.CO_OCCURRENCE_HALF_LIFE),
            config.get(RecommendationsOptions.CO_OCCURRENCE_NEIGHBOURS),
            config.get(RecommendationsOptions.CANDIDATES_PER_ITEM));
    return new ItemSettings(
        coOccurrence,
        halfLives(config),
        config.get(RecommendationsOptions.PULSE_EVENT_INTERVAL).toMillis());
  }

  private static ListSettings lists(ReadableConfig config) {
    return new ListSettings(
        candidates(config),
        config.get(RecommendationsOptions.HISTORY_WINDOW),
        config.get(RecommendationsOptions.CANDIDATES_TAGS),
        config.get(RecommendationsOptions.CANDIDATES_PER_TAG),
        config.get(RecommendationsOptions.TAG_SHARE));
  }

  private static CandidateSettings candidates(ReadableConfig config) {
    InterestSettings interest =
        new InterestSettings(
            halfLife(config, RecommendationsOptions.INTEREST_HALF_LIFE),
            config.get(RecommendationsOptions.INTEREST_TAGS));
    return new CandidateSettings(
        config.get(RecommendationsOptions.CANDIDATES_SIZE),
        config.get(RecommendationsOptions.CANDIDATES_DECAY),
        config.get(RecommendationsOptions.CANDIDATES_LONG_TERM_DECAY),
        interest,
        config.get(RecommendationsOptions.SEEN_SIZE),
        config.get(RecommendationsOptions.EXCLUDE));
  }

  private static PulseSettings pulse(ReadableConfig config) {
    return new PulseSettings(config.get(RecommendationsOptions.PULSE_SIZE));
  }

  private static ModelSettings model(ReadableConfig config) {
    return new ModelSettings(
        config.get(RecommendationsOptions.MODEL_RATE),
        config.get(RecommendationsOptions.MODEL_CLIP),
        config.get(RecommendationsOptions.MODEL_FROZEN),
        seed(config));
  }

  private static ExposureSettings exposures(ReadableConfig config) {
    return new ExposureSettings(
        config.get(RecommendationsOptions.EXPOSURES_LEARN),
        config.get(RecommendationsOptions.EXPOSURES_FADE),
        config.get(RecommendationsOptions.EXPOSURES_APPEAL),
        lasting(config, RecommendationsOptions.EXPOSURES_WINDOW).toMillis());
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
    int expected = ItemSettings.HORIZONS.size();
    List<Duration> durations =
        checked(
            config,
            RecommendationsOptions.POPULARITY_HALF_LIVES,
            list -> list.size() == expected && list.stream().allMatch(d -> d.toMillis() > 0),
            "exactly " + expected + " durations of at least 1 ms, separated by ';'");
    return durations.stream().map(HalfLife::new).toList();
  }

  private static List<Double> seed(ReadableConfig config) {
    List<Double> seed = new ArrayList<>(ModelSettings.defaults().seed());
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

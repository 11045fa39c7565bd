package dev.freshet.recommendations;

import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.items.ItemSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What an operator can set of the recommendations job: a long list, each option with its text. */
public final class RecommendationsOptions {

  public static final ConfigOption<Catalogue> CATALOGUE =
      ConfigOptions.key("recommendations.catalogue")
          .enumType(Catalogue.class)
          .defaultValue(Catalogue.OPEN)
          .withDescription(
              "Whether an interaction must be with an item that the catalogue has at that time;"
                  + " with required others are rejected as unknown-item.");

  public static final ConfigOption<Integer> ITEMS_MAX =
      ConfigOptions.key("recommendations.items.max")
          .intType()
          .defaultValue(2_000_000)
          .withDescription(
              "How many different items there may be with an open catalogue. Beyond that,"
                  + " interactions with new items that the catalogue does not know are rejected"
                  + " as too-many-items. Each item takes 22 to 44 bytes of heap in every task"
                  + " that cleans events.");

  public static final ConfigOption<Integer> HISTORY_WINDOW =
      ConfigOptions.key("recommendations.history.window")
          .intType()
          .defaultValue(50)
          .withDeprecatedKeys("recommendations.history.reach")
          .withDescription(
              "Two items of one session go together if they are at most this many places"
                  + " apart in a user's history. Users who act on hundreds of items in one"
                  + " session need 50; 10 is cheaper.");

  public static final ConfigOption<Integer> HISTORY_CROSS_SESSION_WINDOW =
      ConfigOptions.key("recommendations.history.cross-session-window")
          .intType()
          .defaultValue(5)
          .withDeprecatedKeys("recommendations.history.reach-across")
          .withDescription(
              "The same for two items of different sessions. Each place costs one more"
                  + " update of an item; larger values gave worse lists.");

  public static final ConfigOption<Duration> HISTORY_SESSION_GAP =
      ConfigOptions.key("recommendations.history.session-gap")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDeprecatedKeys("recommendations.history.sitting")
          .withDescription("How far apart in time two items of one session may be.");

  public static final ConfigOption<Integer> HISTORY_SIZE =
      ConfigOptions.key("recommendations.history.size")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "How many of a user's items are kept, the newest by first interaction. An"
                  + " older item counts as new when the user returns to it. Each takes 13 to 18"
                  + " bytes of state.");

  public static final ConfigOption<Duration> CO_OCCURRENCE_HALF_LIFE =
      ConfigOptions.key("recommendations.co-occurrence.half-life")
          .durationType()
          .defaultValue(Duration.ofDays(365))
          .withDescription("Time after which a pair of items counts half as much.");

  public static final ConfigOption<Integer> CO_OCCURRENCE_NEIGHBOURS =
      ConfigOptions.key("recommendations.co-occurrence.neighbours")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "How many neighbours are kept for each item, 17 to 33 bytes of state each."
                  + " Co-occurrence does not depend on the order of arrival for items with no"
                  + " more neighbours than that. 200 give lists that are as good.");

  public static final ConfigOption<Integer> SIMILAR_SIZE =
      ConfigOptions.key("recommendations.similar.size")
          .intType()
          .defaultValue(50)
          .withDescription("How many neighbours of an item are published.");

  public static final ConfigOption<Duration> SIMILAR_INTERVAL =
      ConfigOptions.key("recommendations.similar.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("Shortest time between two publications of an item's neighbours.");

  public static final ConfigOption<Integer> CANDIDATES_SIZE =
      ConfigOptions.key("recommendations.candidates.size")
          .intType()
          .defaultValue(150)
          .withDescription(
              "How many candidates are kept and published for each user, at most 300.");

  public static final ConfigOption<Integer> CANDIDATES_PER_ITEM =
      ConfigOptions.key("recommendations.candidates.per-item")
          .intType()
          .defaultValue(200)
          .withDescription(
              "How many neighbours of an item become candidates when a user interacts with it.");

  public static final ConfigOption<Double> CANDIDATES_DECAY =
      ConfigOptions.key("recommendations.candidates.decay")
          .doubleType()
          .defaultValue(0.65)
          .withDeprecatedKeys("recommendations.candidates.fade")
          .withDescription(
              "Factor for the signals of earlier candidates when the user goes on to"
                  + " another item, 0 to 1.");

  public static final ConfigOption<Double> CANDIDATES_LONG_TERM_DECAY =
      ConfigOptions.key("recommendations.candidates.long-term-decay")
          .doubleType()
          .defaultValue(0.97)
          .withDeprecatedKeys("recommendations.candidates.slow-fade")
          .withDescription(
              "The same for the long-term signal, which remembers longer, 0 to 1. Signals"
                  + " are rounded, so above 0.9997 it forgets nothing.");

  public static final ConfigOption<Integer> CANDIDATES_TAGS =
      ConfigOptions.key("recommendations.candidates.tags")
          .intType()
          .defaultValue(3)
          .withDescription("How many of a user's strongest tags give candidates.");

  public static final ConfigOption<Integer> CANDIDATES_PER_TAG =
      ConfigOptions.key("recommendations.candidates.per-tag")
          .intType()
          .defaultValue(50)
          .withDescription("How many of the best items of each of these tags become candidates.");

  public static final ConfigOption<List<Duration>> POPULARITY_HALF_LIVES =
      ConfigOptions.key("recommendations.popularity.half-lives")
          .durationType()
          .asList()
          .defaultValues(
              ItemSettings.HORIZONS.stream().map(HalfLife::duration).toArray(Duration[]::new))
          .withDescription(
              "Half-lives of the popularity signals, one each, shortest first, separated by ';'.");

  public static final ConfigOption<Duration> INTEREST_HALF_LIFE =
      ConfigOptions.key("recommendations.interest.half-life")
          .durationType()
          .defaultValue(Duration.ofDays(60))
          .withDescription("Time after which an interest counts half as much.");

  public static final ConfigOption<Integer> INTEREST_TAGS =
      ConfigOptions.key("recommendations.interest.tags")
          .intType()
          .defaultValue(64)
          .withDescription("How many tags are kept for each user; the 32 strongest are published.");

  public static final ConfigOption<Integer> PULSE_SIZE =
      ConfigOptions.key("recommendations.pulse.size")
          .intType()
          .defaultValue(200)
          .withDescription("How many items the pulse holds, at most 250.");

  public static final ConfigOption<Duration> PULSE_INTERVAL =
      ConfigOptions.key("recommendations.pulse.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("Time between two writes of the pulse.");

  public static final ConfigOption<Duration> PULSE_EVENT_INTERVAL =
      ConfigOptions.key("recommendations.pulse.event-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDeprecatedKeys("recommendations.pulse.tick")
          .withDescription(
              "Event time after which the pulse is taken even if the interval is not over,"
                  + " so that a log that is replayed at full speed is served like a live one.");

  public static final ConfigOption<Duration> PULSE_TAG_INTERVAL =
      ConfigOptions.key("recommendations.pulse.tag-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "Time between two checks for changed pulses of tags, which are then written."
                  + " 0: no pulses of tags.");

  public static final ConfigOption<Integer> PULSE_TAGS =
      ConfigOptions.key("recommendations.pulse.tags")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "How many tags have a pulse: those whose items most users interacted with.");

  public static final ConfigOption<Integer> SEEN_SIZE =
      ConfigOptions.key("recommendations.seen.size")
          .intType()
          .defaultValue(1000)
          .withDeprecatedKeys("recommendations.done.size")
          .withDescription("How many of the items a user did last are remembered, at most 1000.");

  public static final ConfigOption<Exclusion> EXCLUDE =
      ConfigOptions.key("recommendations.exclude")
          .enumType(Exclusion.class)
          .defaultValue(Exclusion.TOUCHED)
          .withDescription(
              "Which items a user did stay out of lists: touched, completed or nothing.");

  public static final ConfigOption<Double> TAG_SHARE =
      ConfigOptions.key("recommendations.tag-share")
          .doubleType()
          .defaultValue(1.0)
          .withDescription(
              "Largest share of a user's first 20 candidates that items with one tag may have, 0 to 1;"
                  + " the others come after them. A tag that a larger share of the catalogue has may"
                  + " have as much. 1 sets no limit.");

  public static final ConfigOption<Integer> MODEL_EXAMPLES =
      ConfigOptions.key("recommendations.model.examples-per-second")
          .intType()
          .defaultValue(2000)
          .withDescription(
              "How many interactions a second the model learns from at most, in all tasks"
                  + " together; 0: all. If there are more, it learns from a sample of the users,"
                  + " each of whom counts for several. A user of the sample takes twice the state"
                  + " of another.");

  public static final ConfigOption<Double> MODEL_RATE =
      ConfigOptions.key("recommendations.model.rate")
          .doubleType()
          .defaultValue(0.2)
          .withDescription("Step width of the choice model's learning, more than 0.");

  public static final ConfigOption<Double> MODEL_CLIP =
      ConfigOptions.key("recommendations.model.clip")
          .doubleType()
          .defaultValue(100.0)
          .withDescription("Length to which a longer gradient is shortened, more than 0.");

  public static final ConfigOption<Boolean> MODEL_FROZEN =
      ConfigOptions.key("recommendations.model.frozen")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether the weights stay as they are instead of being learned.");

  public static final ConfigOption<Map<String, String>> MODEL_SEED =
      ConfigOptions.key("recommendations.model.seed")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "First weights by signal, such as 'similar:0.5,popularity-7d:0.2'; signals not named"
                  + " keep their defaults. Used when there is no saved model.");

  public static final ConfigOption<Boolean> EXPOSURES_LEARN =
      ConfigOptions.key("recommendations.exposures.learn")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether the model learns a choice from a list that was shown, which"
                  + " kafka.topics.exposures tells, against what was shown with it instead of"
                  + " against all candidates, and learns from lists that were left.");

  public static final ConfigOption<Boolean> EXPOSURES_FADE =
      ConfigOptions.key("recommendations.exposures.fade")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether items that a user was shown and did not take, which kafka.topics.exposures"
                  + " tells, fall for that user.");

  public static final ConfigOption<Boolean> EXPOSURES_APPEAL =
      ConfigOptions.key("recommendations.exposures.appeal")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether items rise that users take more often from lists they were shown, which"
                  + " kafka.topics.exposures tells, than the model foresees, and others fall.");

  public static final ConfigOption<Duration> EXPOSURES_WINDOW =
      ConfigOptions.key("recommendations.exposures.window")
          .durationType()
          .defaultValue(Duration.ofMinutes(30))
          .withDescription(
              "How long after a list was shown an action on one of its items is taken for a choice"
                  + " from it. After that the list was left without.");

  public static final ConfigOption<Integer> RULES_ITEMS =
      ConfigOptions.key("recommendations.rules.items")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "How many items the pulse names in all for the rules on lists that kafka.topics.rules"
                  + " tells, of each rule the best ones; 1 to 10,000. Each costs every read a"
                  + " little, and the pulse about 25 bytes.");

  public static final ConfigOption<Duration> USER_TTL =
      ConfigOptions.key("recommendations.state-ttl.users")
          .durationType()
          .defaultValue(Duration.ofDays(180))
          .withDescription(
              "Time after which a user without events is forgotten, in Redis as well.");

  public static final ConfigOption<Duration> ITEM_TTL =
      ConfigOptions.key("recommendations.state-ttl.items")
          .durationType()
          .defaultValue(Duration.ofDays(400))
          .withDescription("Time after which an item without events is forgotten.");

  public static final ConfigOption<Duration> CATALOGUE_TTL =
      ConfigOptions.key("recommendations.state-ttl.catalogue")
          .durationType()
          .defaultValue(Duration.ofDays(3650))
          .withDescription(
              "Time after which a catalogue record of an item that nobody interacts with is forgotten.");

  public static final ConfigOption<Integer> CACHE_ENTRIES =
      ConfigOptions.key("recommendations.cache.entries")
          .intType()
          .defaultValue(50_000)
          .withDescription(
              "How many users and items each task keeps decoded in memory, users in two"
                  + " states. What changed is written to RocksDB before each checkpoint.");

  public static final ConfigOption<MemorySize> CACHE_SIZE =
      ConfigOptions.key("recommendations.cache.size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription(
              "The same limit in serialized bytes; decoded values take two to three times"
                  + " as much.");

  public static final ConfigOption<Duration> KEY_TTL =
      ConfigOptions.key("recommendations.redis-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(90))
          .withDescription(
              "Time after which what goes with an item without events (similar:) and the pulse of a"
                  + " tag (pulse:) expire. What is written of a user (rec:, interest:) lives as long"
                  + " as recommendations.state-ttl.users.");

  private RecommendationsOptions() {}
}

package dev.freshet.effect;

import dev.freshet.scoring.experiment.ReactionWindows;
import dev.freshet.scoring.experiment.ViewSettings;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** What an operator can set of the effect job. */
public final class EffectOptions {

  public static final ConfigOption<Duration> LATENESS =
      ConfigOptions.key("effect.lateness")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How long a list or an event is waited for after events.max-out-of-orderness, so how"
                  + " much later it counts. What is later still does not count.");

  public static final ConfigOption<Duration> MAX_DRIFT =
      ConfigOptions.key("effect.max-drift")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "How far lists may be ahead of events, or events of lists, in event time: what is"
                  + " further ahead is not read until the other has followed, so that no more waits"
                  + " in state. Of a backlog twice as much passes in a second at most. 0: they are"
                  + " not held together.");

  public static final ConfigOption<Duration> INTERVAL =
      ConfigOptions.key("effect.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "How often at most the document of a placement or of an experiment is written to"
                  + " Redis.");

  public static final ConfigOption<String> TOPIC_EFFECTS =
      ConfigOptions.key("effect.topics.effects")
          .stringType()
          .defaultValue("effects")
          .withDescription(
              "Topic that is told what is known of placements and experiments, compacted.");

  public static final ConfigOption<DeliveryGuarantee> DELIVERY =
      ConfigOptions.key("effect.effects.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "Delivery on that topic. With at-least-once records from before a failure may come"
                  + " again after it, until what is true follows. exactly-once writes in"
                  + " transactions, visible to read_committed consumers after each checkpoint.");

  public static final ConfigOption<String> TRANSACTIONS =
      ConfigOptions.key("effect.effects.transactional-id-prefix")
          .stringType()
          .defaultValue("effect-effects")
          .withDescription(
              "Prefix of the transactional ids with exactly-once delivery; must differ between jobs"
                  + " on one Kafka.");

  public static final ConfigOption<Duration> STATE_TTL =
      ConfigOptions.key("effect.state-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(90))
          .withDescription(
              "Time without a list after which a user is no longer known in a placement or an"
                  + " experiment, and counts as another one from then on: longer than experiments"
                  + " last.");

  public static final ConfigOption<Duration> RESULTS_TTL =
      ConfigOptions.key("effect.results-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(730))
          .withDescription(
              "Time without lists and reactions after which the sums of a placement or of an"
                  + " experiment are forgotten, in state and in Redis.");

  public static final ConfigOption<Duration> WINDOW_CLICK =
      ConfigOptions.key("effect.window.click")
          .durationType()
          .defaultValue(ReactionWindows.USUAL.click())
          .withDescription(
              "Time after a list within which it counts for the list that one of its items is"
                  + " opened.");

  public static final ConfigOption<Duration> WINDOW_STUDY =
      ConfigOptions.key("effect.window.study")
          .durationType()
          .defaultValue(ReactionWindows.USUAL.study())
          .withDescription(
              "Time after a list within which it counts for the list that one of its items is"
                  + " studied.");

  public static final ConfigOption<Duration> WINDOW_COMPLETION =
      ConfigOptions.key("effect.window.completion")
          .durationType()
          .defaultValue(ReactionWindows.USUAL.completion())
          .withDescription(
              "Time after a list within which it counts for the list that one of its items is"
                  + " finished.");

  public static final ConfigOption<Duration> WINDOW_LIKE =
      ConfigOptions.key("effect.window.like")
          .durationType()
          .defaultValue(ReactionWindows.USUAL.like())
          .withDescription(
              "Time after a list within which it counts for the list that one of its items is"
                  + " liked.");

  public static final ConfigOption<Duration> WINDOW_PURCHASE =
      ConfigOptions.key("effect.window.purchase")
          .durationType()
          .defaultValue(ReactionWindows.USUAL.purchase())
          .withDescription(
              "Time after a list within which it counts for the list that one of its items is"
                  + " bought.");

  public static final ConfigOption<Integer> LISTS_A_DAY =
      ConfigOptions.key("effect.programs.lists-a-day")
          .intType()
          .defaultValue(ViewSettings.USUAL_LISTS_A_DAY)
          .withDescription(
              "Of more lists on one day (UTC) in a placement or an experiment a user is taken for a"
                  + " program, and counts there no more.");

  public static final ConfigOption<Duration> NEW_ITEMS =
      ConfigOptions.key("effect.new-items")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "Time since the catalogue says that an item was published for which it is new, in"
                  + " whole days (UTC): on the day itself and those after it.");

  public static final ConfigOption<Integer> SUBJECTS =
      ConfigOptions.key("effect.subjects.max")
          .intType()
          .defaultValue(1_000)
          .withDescription(
              "How many placements are counted, and how many experiments, those that come first: lists"
                  + " of further ones are in the metric unkept alone. One without lists for"
                  + " effect.results-ttl makes room for another. A name that was refused stays so,"
                  + " also when this is raised: give it up, and use another one.");

  public static final ConfigOption<Duration> QUIET =
      ConfigOptions.key("effect.quiet")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "Time without progress of event time after which the clock on the wall carries it on"
                  + " from where it stopped, so that what was last shown counts while the topics are"
                  + " silent.");

  public static final ConfigOption<Integer> CACHE_ENTRIES =
      ConfigOptions.key("effect.cache.entries")
          .intType()
          .defaultValue(10_000)
          .withDescription(
              "How many users a task keeps decoded in heap, some 3 kB for each placement and"
                  + " experiment that lists of a user count for.");

  private EffectOptions() {}
}

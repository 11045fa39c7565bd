package dev.freshet.recommendations;

import dev.freshet.runtime.metrics.Age;
import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.Reason;
import dev.freshet.scoring.training.ChoiceQuality;
import dev.freshet.scoring.training.Trainer;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** What the operators of recommendations tell of themselves. */
public final class RecommendationsMetrics {

  static final JobMetric TOO_LATE =
      JobMetric.counter(
          "tooLateForCoOccurrence",
          "events",
          "Events that form no pairs, since the user did too much after them.");

  static final JobMetric EXAMPLES =
      JobMetric.counter(
          "examples", "events", "Events of the sample of users that the model learns from.");

  static final JobMetric PLANS =
      JobMetric.counter(
          "plans",
          "events",
          "Purchases of what neither the catalogue nor an event of another kind has named: plans, not"
              + " items. Nothing is learned from them.");

  static final JobMetric LISTS_SHOWN =
      JobMetric.counter(
          "listsShown",
          "lists",
          "Lists that users were shown of whom something is known, from kafka.topics.exposures.");

  static final JobMetric NOT_IN_CATALOGUE =
      JobMetric.counter(
          "notInCatalogue", "events", "Events of items of which the catalogue says nothing.");

  static final JobMetric COLLIDING_ITEMS =
      JobMetric.counter(
          "collidingItems",
          "records",
          "Records of the catalogue and events that are not used, as their item has the fingerprint"
              + " of another.");

  static final JobMetric LISTS =
      JobMetric.counter(
          "lists.written",
          "lists",
          "Lists of users ranked and handed to the sink. Those that Redis has lost and that are"
              + " published again are not among them.");

  static final JobMetric WITHOUT_PERSONAL_PART =
      JobMetric.counter(
          "lists.withoutPersonalPart",
          "lists",
          "Those of them on which nothing is for anything that the user did.");

  static final JobMetric CANDIDATES =
      JobMetric.histogram("lists.candidates", "items", "Items on a list.");

  static final JobMetric TO_BE_RANKED_AGAIN =
      JobMetric.gauge(
          "lists.toBeRankedAgain",
          "lists",
          "Lists that wait for an update of the model to be ranked by.");

  static final JobMetric OLDEST_UNPUBLISHED =
      JobMetric.gauge(
          "lists.oldestUnpublishedMillis",
          "ms",
          "How long the oldest event has waited, since it came to Kafka, that is on no list because"
              + " the task does not know all items yet: after a start, or if the model is stuck.");

  static final JobMetric UNKNOWN_ITEMS =
      JobMetric.gauge(
          "unknownItems",
          "items",
          "Items whose neighbours wait to be published, as no update has told of the items yet.");

  static final JobMetric PULSE_AGE =
      JobMetric.gauge(
          "pulseAgeMillis",
          "ms",
          "Since when the pulse that was handed to the sink last is as it is: the clock, less the"
              + " event time of the pulse. A day after the last event it no longer follows the"
              + " clock.");

  static final JobMetric PULSE_MILLIS =
      JobMetric.gauge("pulseMillis", "ms", "How long taking the pulse took last.");

  static final JobMetric LARGEST_UPDATE =
      JobMetric.gauge(
          "largestUpdateBytes", "bytes", "The largest message of the model to those who rank.");

  static final JobMetric ITEMS =
      JobMetric.gauge("items", "items", "Items in the directory of the model.");

  static final JobMetric REFUSED_ITEMS =
      JobMetric.gauge(
          "refusedItems",
          "items",
          "How often an item was kept out of it, as another has its fingerprint.");

  static final JobMetric WEIGHT =
      JobMetric.gauge(
          "weight", "", "The weight of a signal that users of all histories share.", "signal");

  static final JobMetric CHOICES =
      JobMetric.gauge("choices.learned", "choices", "Choices that the model has learned from.");

  static final JobMetric CLIPPED =
      JobMetric.gauge(
          "choices.clippedGradients", "choices", "Those of them that had to be shortened.");

  static final JobMetric JUDGED =
      JobMetric.gauge(
          "choices.judged",
          "choices",
          "Choices of users of the sample that were looked for on the list of that moment, since"
              + " the task was started.");

  static final JobMetric FOUND =
      JobMetric.gauge(
          "choices.found", "choices", "Those of them that were among the first 20 of the list.");

  static final JobMetric HIT_RATE =
      JobMetric.gauge(
          "choices.hitRate",
          "share",
          "The share found of about the last 1,000 choices: what `evaluate` calls HR@20, live. No"
              + " number before the first choice after a start.");

  static final JobMetric EXPECTED_HIT_RATE =
      JobMetric.gauge(
          "choices.expectedHitRate",
          "share",
          "The hit rate that the model's own probabilities promise. The model is calibrated where"
              + " `choices.hitRate` is the same.");

  static final JobMetric LOG_LOSS =
      JobMetric.gauge(
          "choices.logLoss",
          "nats",
          "Mean of −ln of the probability that the model gave to what was chosen.");

  static final JobMetric COVERED =
      JobMetric.gauge(
          "choices.coveredItems",
          "items",
          "Items on the lists judged in this hour of event time and the one before. Divided by"
              + " `items` it is the coverage of the catalogue.");

  static final JobMetric RULES =
      JobMetric.gauge(
          "listRules.inForce",
          "rules",
          "Rules on lists, from kafka.topics.rules, that have begun and are not over.");

  static final JobMetric RULES_REJECTED =
      JobMetric.gauge(
          "listRules.rejected",
          "rules",
          "Rules on lists of which the newest record cannot be used, since the task was started: none"
              + " of that id is in force.");

  static final JobMetric RULES_WITHOUT_ITEMS =
      JobMetric.gauge(
          "listRules.withoutItems",
          "rules",
          "Rules on lists that do nothing: no item meets the condition, or no more than most"
              + " allows.");

  static final JobMetric RULES_CUT_SHORT =
      JobMetric.gauge(
          "listRules.cutShort",
          "rules",
          "Rules on lists of whose items not all have room in the pulse (recommendations.rules.items):"
              + " what is to be hidden beyond that is not.");

  private RecommendationsMetrics() {}

  /** Shows how the rules on lists stand. */
  static void show(MetricGroup metrics, ServedListRules rules) {
    RULES.show(metrics, () -> rules.rules().inForce());
    RULES_REJECTED.show(metrics, rules::rejected);
    RULES_WITHOUT_ITEMS.show(metrics, () -> rules.rules().withoutItems());
    RULES_CUT_SHORT.show(metrics, () -> rules.rules().cutShort());
  }

  /** Shows how the model and its directory stand. */
  static void show(MetricGroup metrics, Trainer trainer) {
    ITEMS.show(metrics, () -> trainer.table().size());
    REFUSED_ITEMS.show(metrics, () -> trainer.table().refused());
    CHOICES.show(metrics, () -> trainer.model().steps());
    CLIPPED.show(metrics, () -> trainer.model().clipped());
    for (Signal signal : Signal.values()) {
      WEIGHT.show(metrics, () -> trainer.model().weight(signal), signal.label());
    }
    ChoiceQuality quality = trainer.quality();
    JUDGED.show(metrics, quality::judged);
    FOUND.show(metrics, quality::found);
    HIT_RATE.show(metrics, quality::hitRate);
    EXPECTED_HIT_RATE.show(metrics, quality::expectedHitRate);
    LOG_LOSS.show(metrics, quality::logLoss);
    COVERED.show(metrics, quality::covered);
  }

  /** What a task that ranks counts. */
  static final class Lists {

    private final Counter written;
    private final Counter withoutPersonalPart;
    private final Histogram candidates;
    private final Age oldest = new Age();

    /**
     * @param waiting how many lists wait to be ranked again
     * @param unknown how many items wait to be known
     */
    Lists(MetricGroup metrics, IntSupplier waiting, IntSupplier unknown) {
      written = LISTS.count(metrics);
      withoutPersonalPart = WITHOUT_PERSONAL_PART.count(metrics);
      candidates = CANDIDATES.measure(metrics);
      TO_BE_RANKED_AGAIN.show(metrics, waiting::getAsInt);
      OLDEST_UNPUBLISHED.show(metrics, oldest);
      UNKNOWN_ITEMS.show(metrics, unknown::getAsInt);
    }

    /**
     * An interaction is on no list for now.
     *
     * @param arrivedMillis when it came to Kafka
     * @return the same
     */
    long unpublished(long arrivedMillis) {
      if (arrivedMillis > 0) {
        oldest.sinceEarlier(arrivedMillis);
      }
      return arrivedMillis;
    }

    /** All that could be listed now is. */
    void published() {
      oldest.end();
    }

    void ranked(PersonalList list) {
      written.inc();
      candidates.update(list.size());
      withoutPersonalPart.inc(isPersonal(list.reasons()) ? 0 : 1);
    }

    private static boolean isPersonal(Reason[] reasons) {
      for (Reason reason : reasons) {
        if (reason != Reason.TRENDING) {
          return true;
        }
      }
      return false;
    }
  }
}

package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.InteractionKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What becomes of records and events until they are clean. */
public final class CleaningMetrics {

  private static final String ITEM = "item";

  static final JobMetric READ =
      JobMetric.counter(
          "read",
          "records",
          "Records that could be read and are in order, by topic and by what they tell of: a kind"
              + " of event, or `item`. Duplicates are among them.",
          "topic",
          "kind");

  static final JobMetric LATE =
      JobMetric.counter(
          "late",
          "events",
          "Events from before the watermark: older than what all partitions of the task have come to,"
              + " by more than `events.max-out-of-orderness`. They are used all the same.");

  static final JobMetric REJECTED =
      JobMetric.counter(
          "rejected",
          "records",
          "Records that are not used, by reason (in the topic `rejected`).",
          "reason");

  static final JobMetric USED =
      JobMetric.counter("used", "events", "Events that go on to the job's own operators.");

  static final JobMetric DUPLICATES =
      JobMetric.counter("duplicates", "events", "Events that had come before, and are dropped.");

  static final JobMetric KNOWN_ITEMS =
      JobMetric.gauge(
          "knownItems",
          "items",
          "Items that events may name, where `recommendations.catalogue` or"
              + " `recommendations.items.max` asks for that; every task knows all.");

  private CleaningMetrics() {}

  /** Counters of records by what they tell of, for the kinds that have a topic. */
  static Map<InteractionKind, Counter> read(MetricGroup operator, Topics topics) {
    Map<InteractionKind, Counter> counters = new EnumMap<>(InteractionKind.class);
    Arrays.stream(InteractionKind.values())
        .filter(topics::has)
        .forEach(kind -> counters.put(kind, READ.count(operator, topics.of(kind), label(kind))));
    return counters;
  }

  static Counter readItems(MetricGroup operator, Topics topics) {
    return READ.count(operator, topics.items(), ITEM);
  }

  private static String label(InteractionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Counters of what an operator rejects, by reason. */
  public static final class Rejected {

    private final Map<RejectionReason, Counter> counters = new EnumMap<>(RejectionReason.class);

    /** Of any reason. */
    public Rejected(MetricGroup operator) {
      this(operator, EnumSet.allOf(RejectionReason.class));
    }

    /**
     * @param reasons the only ones for which the operator rejects
     */
    public Rejected(MetricGroup operator, Collection<RejectionReason> reasons) {
      reasons.forEach(reason -> counters.put(reason, REJECTED.count(operator, reason.label())));
    }

    /** One more for a reason. */
    public void count(RejectionReason reason) {
      Objects.requireNonNull(counters.get(reason)).inc();
    }
  }
}

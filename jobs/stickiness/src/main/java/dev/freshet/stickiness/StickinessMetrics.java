package dev.freshet.stickiness;

import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.scoring.stickiness.Tier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the operators of stickiness tell of themselves. */
public final class StickinessMetrics {

  static final JobMetric USERS =
      JobMetric.gauge(
          "users",
          "users",
          "Users of a tier. After a start there is no number until a user changes tiers.",
          "tier");

  static final JobMetric EXAMPLES =
      JobMetric.counter("examples", "examples", "Examples that a model has learned from.", "model");

  private StickinessMetrics() {}

  static Counter examples(MetricGroup metrics, byte kind) {
    return EXAMPLES.count(metrics, kind == LearnedModel.RETURN ? "return" : "conversion");
  }

  /** The users of each tier, as last counted. */
  static final class Users {

    private volatile long[] counts = {};

    Users(MetricGroup metrics) {
      for (Tier tier : Tier.values()) {
        USERS.show(metrics, () -> of(tier), tier.label());
      }
    }

    private double of(Tier tier) {
      long[] counted = counts;
      return tier.place() < counted.length ? counted[tier.place()] : Double.NaN;
    }

    void counted(long[] latest) {
      counts = latest.clone();
    }
  }
}

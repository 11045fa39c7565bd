package dev.freshet.engagement;

import dev.freshet.runtime.metrics.JobMetric;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the operators of engagement tell of themselves. */
public final class EngagementMetrics {

  static final JobMetric RULES =
      JobMetric.gauge("rules", "rules", "Rules in force; every task knows all.");

  static final JobMetric RULES_OFF =
      JobMetric.gauge(
          "rulesOff",
          "rules",
          "Rules that a task has switched off, as they failed more often than"
              + " `engagement.rules.max-errors` within a minute.");

  static final JobMetric RULE_ERRORS =
      JobMetric.counter(
          "ruleErrors",
          "evaluations",
          "Evaluations of a rule that failed; the rule was not met by them.",
          "rule");

  static final JobMetric TOO_LATE =
      JobMetric.counter(
          "tooLate",
          "events",
          "Events that came later than `engagement.lateness` allows, and earn nothing.");

  static final JobMetric TOLD =
      JobMetric.counter(
          "told",
          "records",
          "Records by which other jobs told of users, on the topics of stickiness and interests.");

  static final JobMetric REFUSED =
      JobMetric.counter(
          "refused",
          "rewards",
          "Rewards that were not given as the rule's budget is spent, or would not have been.",
          "rule");

  static final JobMetric GIVEN =
      JobMetric.counter("given", "rewards", "Rewards that were given.", "rule");

  static final JobMetric HELD_OUT =
      JobMetric.counter(
          "heldOut", "rewards", "Rewards that were not given as their users are held out.", "rule");

  static final JobMetric AUDIENCES =
      JobMetric.gauge("audiences", "audiences", "Audiences in force; every task knows all.");

  static final JobMetric ENTERED =
      JobMetric.counter("entered", "users", "Users who entered an audience.", "audience");

  static final JobMetric LEFT =
      JobMetric.counter("left", "users", "Users who left an audience.", "audience");

  static final JobMetric AUDIENCE_ERRORS =
      JobMetric.counter(
          "audienceErrors",
          "evaluations",
          "Evaluations of an audience's condition that failed; it is as if it did not hold.",
          "audience");
  static final JobMetric UNFOLLOWED =
      JobMetric.counter(
          "unfollowed",
          "users",
          "Users whom a rule with a holdout met, but who are not followed: each is for 100 rules at"
              + " most.");

  private EngagementMetrics() {}

  /** Counters by rule or audience, which are known one after the other. */
  static final class ByRule {

    private final JobMetric metric;
    private final MetricGroup operator;
    private final Map<String, Counter> counters = new HashMap<>();

    ByRule(JobMetric metric, MetricGroup operator) {
      this.metric = metric;
      this.operator = operator;
    }

    void count(String rule) {
      counters.computeIfAbsent(rule, each -> metric.count(operator, each)).inc();
    }
  }
}

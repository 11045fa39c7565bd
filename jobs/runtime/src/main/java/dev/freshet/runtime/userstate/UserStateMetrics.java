package dev.freshet.runtime.userstate;

import dev.freshet.runtime.metrics.JobMetric;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What becomes of the states of users that a job would tell on Kafka. */
public final class UserStateMetrics {

  static final JobMetric USER_STATES =
      JobMetric.counter(
          "userStates",
          "states",
          "States of users by what became of them: `written`, `forgotten` (written without a value),"
              + " `unchanged` (the topic says the same), or `replaced` by a later one within"
              + " `kafka.user-states.interval`.",
          "outcome");

  final Counter written;
  final Counter forgotten;
  final Counter unchanged;
  final Counter replaced;

  UserStateMetrics(MetricGroup operator) {
    written = USER_STATES.count(operator, "written");
    forgotten = USER_STATES.count(operator, "forgotten");
    unchanged = USER_STATES.count(operator, "unchanged");
    replaced = USER_STATES.count(operator, "replaced");
  }
}

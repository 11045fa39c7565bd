package dev.freshet.engagement.community;

import dev.freshet.runtime.metrics.JobMetric;

/** What the steps of the community tell of themselves. */
public final class CommunityMetrics {

  static final JobMetric ROUTED =
      JobMetric.counter("routed", "questions", "Questions that were put to somebody.");

  static final JobMetric UNROUTED =
      JobMetric.counter(
          "unrouted",
          "questions",
          "Questions that were put to nobody: nobody completed their item, and their tags have no"
              + " experts.");

  static final JobMetric UNWILLING =
      JobMetric.gauge("unwilling", "users", "Users who want no partners; every task knows all.");

  private CommunityMetrics() {}
}

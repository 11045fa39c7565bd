package dev.freshet.runtime.republish;

import dev.freshet.runtime.metrics.JobMetric;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** How far a task has published again what Redis has lost. */
public final class RepublishMetrics {

  static final JobMetric REPUBLISHED =
      JobMetric.counter(
          "redis.republished", "keys", "Keys published again because Redis has lost something.");

  static final JobMetric PROGRESS =
      JobMetric.gauge(
          "redis.republishProgress",
          "share",
          "How much of what the task knows it has published again, 0 to 1; 1 when there is nothing"
              + " to do.");

  static final JobMetric GENERATION =
      JobMetric.gauge(
          "redis.generation",
          "",
          "The latest generation of documents that the task has published completely; each loss"
              + " begins another.");

  private final Counter republished;
  private volatile double progress = 1.0;
  private volatile long generation;

  RepublishMetrics(MetricGroup operator) {
    republished = REPUBLISHED.count(operator);
    PROGRESS.show(operator, () -> progress);
    GENERATION.show(operator, () -> generation);
  }

  void begun() {
    progress = 0.0;
  }

  void republished() {
    republished.inc();
  }

  /**
   * @param share of the keys, from 0 to 1
   */
  void cameTo(double share) {
    progress = share;
  }

  void complete(long published) {
    progress = 1.0;
    generation = published;
  }
}

package dev.freshet.runtime.republish;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** How far a task has published again, in the metric group {@code redis} of its operator. */
final class RepublishMetrics {

  private final Counter republished;
  private volatile double progress = 1.0;
  private volatile long generation;

  RepublishMetrics(MetricGroup operator) {
    MetricGroup group = operator.addGroup("redis");
    republished = group.counter("republished");
    group.gauge("republishProgress", () -> progress);
    group.gauge("generation", () -> generation);
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

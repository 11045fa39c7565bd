package dev.freshet.runtime.metrics;

/** What tells how far a job has come that writes to Redis again all it knows. */
public final class RepublishingMetrics {

  /** Keys written again. */
  public static final JobMetric REPUBLISHED =
      JobMetric.counter("redis.republished", "keys", "Keys written again because Redis lost them.");

  /** How much of it is done. */
  public static final JobMetric PROGRESS =
      JobMetric.gauge(
          "redis.republishProgress",
          "share",
          "How much of what a task knows it has written again, 0 to 1; 1 when there is nothing to"
              + " do.");

  /** What Redis says of how complete it is. */
  public static final JobMetric GENERATION =
      JobMetric.gauge(
          "redis.generation",
          "",
          "The generation of the keys in Redis that the task has written completely.");

  private RepublishingMetrics() {}
}

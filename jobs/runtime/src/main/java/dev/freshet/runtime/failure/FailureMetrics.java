package dev.freshet.runtime.failure;

import dev.freshet.runtime.metrics.JobMetric;

/** What operators tell of the timers that they fail at. */
public final class FailureMetrics {

  static final JobMetric GIVEN_UP =
      JobMetric.counter(
          "timersGivenUp",
          "timers",
          "Timers at which an operator failed as often as `events.max-failures` allows: what waited"
              + " for them is left out, or all that was kept of their key. Also keys that are left"
              + " out where all are visited or published again.");

  private FailureMetrics() {}
}

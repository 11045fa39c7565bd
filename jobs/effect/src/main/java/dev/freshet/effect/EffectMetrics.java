package dev.freshet.effect;

import dev.freshet.runtime.metrics.JobMetric;

/** What the operators of the effect job tell of themselves. */
public final class EffectMetrics {

  static final JobMetric MISSED =
      JobMetric.counter(
          "missed",
          "events",
          "Lists and events that came later than `effect.lateness` allows, and do not count.");

  static final JobMetric UNCOUNTED =
      JobMetric.counter(
          "uncounted",
          "lists",
          "Lists that do not count for a placement or an experiment, as their user is counted in 64"
              + " others already, or was shown another variant of the experiment before. Some are"
              + " normal where users change devices without signing in; many mean that variants are"
              + " not assigned by the rule.");

  static final JobMetric PROGRAMS =
      JobMetric.counter(
          "programs",
          "users",
          "Users who were taken for programs in a placement or an experiment, as they were shown"
              + " more than 500 lists on a day, and count no more.");

  static final JobMetric UNKEPT =
      JobMetric.counter(
          "unkept",
          "lists",
          "Lists of placements, experiments and variants that are not counted, as there were"
              + " `effect.subjects.max` other placements or experiments when they came first, or 32"
              + " other variants of the experiment. Whoever shows lists sends something else as a"
              + " name. A name that was refused must be given up: raising the option helps other"
              + " names only.");

  static final JobMetric BROKEN =
      JobMetric.gauge(
          "brokenExperiments",
          "experiments",
          "Running experiments of this task whose users are not divided as their shares say, of which"
              + " nothing can be said therefore. Known from their next list on after a start.");

  private EffectMetrics() {}
}

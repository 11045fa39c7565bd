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
              + " more lists on a day than `effect.programs.lists-a-day`, and count no more.");

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

  private static final String OF_FIRST =
      " A task tells of the first 100 placements and experiments that it publishes, from their next"
          + " list on after a start.";

  static final JobMetric LISTS =
      JobMetric.gauge("lists", "lists", "Lists of a placement that count." + OF_FIRST, "placement");

  static final JobMetric USERS =
      JobMetric.gauge("users", "users", "Users who were shown lists of a placement.", "placement");

  static final JobMetric CTR =
      JobMetric.gauge("ctr", "clicks/list", "Clicks by lists of a placement.", "placement");

  static final JobMetric VERDICT =
      JobMetric.gauge(
          "verdict",
          "number",
          "What an experiment shows: 0 open, 1 better, 2 hurts, 3 worse, 4 broken; no number once"
              + " it was taken away."
              + OF_FIRST,
          "experiment");

  static final JobMetric VARIANT_USERS =
      JobMetric.gauge(
          "users", "users", "Users who were shown lists of a variant.", "experiment", "variant");

  static final JobMetric VALUE =
      JobMetric.gauge(
          "value",
          "number",
          "The primary metric of an experiment among the users of a variant.",
          "experiment",
          "variant");

  static final JobMetric DIFFERENCE =
      JobMetric.gauge(
          "difference",
          "number",
          "By how much a variant's primary metric is more than that of the control, corrected for how"
              + " sticky the users were before.",
          "experiment",
          "variant");

  static final JobMetric DIFFERENCE_FROM =
      JobMetric.gauge(
          "differenceFrom",
          "number",
          "By how much it is more at least, with 95 % confidence.",
          "experiment",
          "variant");

  static final JobMetric DIFFERENCE_TO =
      JobMetric.gauge(
          "differenceTo",
          "number",
          "By how much it is more at most, with 95 % confidence.",
          "experiment",
          "variant");

  static final JobMetric HURT =
      JobMetric.gauge(
          "guardrailsHurt",
          "guardrails",
          "Guardrails that a variant hurts for sure.",
          "experiment",
          "variant");

  private EffectMetrics() {}
}

package dev.freshet.scoring.experiment;

import java.util.List;

/** Experiments to begin with. */
final class Some {

  static final long DAY = 86_400_000L;
  static final long BEGIN = 20_000L * DAY;

  private Some() {}

  static Variant variant(String name, double share) {
    return new Variant(name, share, Parameters.USUAL);
  }

  /** Of control and B, half of the users each, which lasts for a year. */
  static Experiment experiment(Metric primary, long plannedUsers, Guardrail... guardrails) {
    return experiment(
        List.of(variant("control", 0.5), variant("b", 0.5)), primary, plannedUsers, guardrails);
  }

  static Experiment experiment(
      List<Variant> variants, Metric primary, long plannedUsers, Guardrail... guardrails) {
    return new Experiment(
        "fresh-first",
        List.of("home"),
        "fresh-first",
        0.0,
        BEGIN,
        BEGIN + 365L * DAY,
        variants,
        primary,
        List.of(guardrails),
        plannedUsers);
  }
}

package dev.freshet.scoring.experiment;

import dev.freshet.scoring.effect.Interval;
import dev.freshet.scoring.effect.NormalMixture;
import dev.freshet.scoring.effect.SampleRatio;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What an experiment's sums show, at any moment, in a word and in a sentence.
 *
 * @param kind the word
 * @param variant the variant that it is about; empty if it is about all
 * @param text the sentence
 */
public record Verdict(Kind kind, String variant, String text) {

  /** How likely no variant of an experiment is ever said to differ that does not. */
  public static final double CONFIDENCE = 0.95;

  private static final double DAY_MILLIS = 86_400_000.0;

  /** What there is to be said. */
  public enum Kind {
    /** The variants do not have the users that their shares say: nothing can be said. */
    BROKEN,
    /** A variant is better than the control, and hurts no guardrail. */
    BETTER,
    /** A variant is better than the control by the primary metric, but hurts a guardrail. */
    HURTS,
    /** A variant is worse than the control, and none is better. */
    WORSE,
    /** Nothing is sure. */
    OPEN
  }

  /** What is known by the given moment. */
  public static Verdict of(Experiment experiment, Standings standings, long atMillis) {
    List<Double> shares = experiment.variants().stream().map(Variant::share).toList();
    long days = (long) Math.ceil((atMillis - experiment.fromMillis()) / DAY_MILLIS);
    String after = " after " + days + (days == 1L ? " day" : " days");
    if (SampleRatio.isBroken(standings.users(), shares)) {
      return new Verdict(Kind.BROKEN, "", "assignment is broken: " + split(experiment, standings));
    }
    List<Integer> others =
        IntStream.range(0, shares.size())
            .filter(variant -> variant != experiment.control())
            .boxed()
            .sorted(Comparator.comparingDouble(variant -> -lift(experiment, standings, variant)))
            .toList();
    List<Verdict> better =
        others.stream()
            .filter(variant -> primary(experiment, standings, variant).isMore())
            .map(variant -> better(experiment, standings, variant, after))
            .toList();
    List<Verdict> worse =
        others.stream()
            .filter(variant -> primary(experiment, standings, variant).isLess())
            .map(variant -> worse(experiment, standings, variant, after))
            .toList();
    if (!better.isEmpty()) {
      return better.stream()
          .filter(verdict -> verdict.kind() == Kind.BETTER)
          .findFirst()
          .orElse(better.get(0));
    }
    if (!worse.isEmpty()) {
      return worse.get(worse.size() - 1);
    }
    return new Verdict(Kind.OPEN, "", open(experiment, standings, others) + after);
  }

  /** A variant beside the control. With more variants each is looked at more strictly. */
  public static Contrast contrast(
      Experiment experiment, Standings standings, int variant, Metric metric) {
    int comparisons = experiment.variants().size() - 1;
    double confidence = 1.0 - (1.0 - CONFIDENCE) / comparisons;
    return Contrast.of(
        standings.of(variant, metric),
        standings.of(experiment.control(), metric),
        new NormalMixture(confidence, experiment.plannedUsers()));
  }

  /** Of variants of which nothing is known yet as little as can be. */
  private static double lift(Experiment experiment, Standings standings, int variant) {
    double lift = primary(experiment, standings, variant).lift();
    return Double.isFinite(lift) ? lift : 0.0;
  }

  private static Contrast primary(Experiment experiment, Standings standings, int variant) {
    return contrast(experiment, standings, variant, experiment.primary());
  }

  private static Verdict better(
      Experiment experiment, Standings standings, int variant, String after) {
    List<String> hurt = new ArrayList<>();
    for (Guardrail guardrail : experiment.guardrails()) {
      Contrast contrast = contrast(experiment, standings, variant, guardrail.metric());
      if (contrast.relative().to() < -guardrail.tolerance()) {
        hurt.add(told(guardrail.metric(), contrast));
      }
    }
    String name = experiment.variants().get(variant).name();
    String primary = told(experiment.primary(), primary(experiment, standings, variant));
    String start = name + " is better: " + primary + after;
    return hurt.isEmpty()
        ? new Verdict(Kind.BETTER, name, start + "; no guardrail hurt")
        : new Verdict(Kind.HURTS, name, start + "; but it hurts " + String.join(", ", hurt));
  }

  private static Verdict worse(
      Experiment experiment, Standings standings, int variant, String after) {
    String name = experiment.variants().get(variant).name();
    String primary = told(experiment.primary(), primary(experiment, standings, variant));
    return new Verdict(Kind.WORSE, name, name + " is worse: " + primary + after);
  }

  private static String open(Experiment experiment, Standings standings, List<Integer> others) {
    List<String> parts = new ArrayList<>();
    for (int variant : others) {
      Contrast contrast = primary(experiment, standings, variant);
      String name = experiment.variants().get(variant).name();
      long users = Math.min(contrast.ours().users(), contrast.control().users());
      parts.add(
          users < NormalMixture.LEAST_USERS
              ? name + " or control has only " + users + " " + experiment.primary().users()
              : name + " " + told(experiment.primary(), contrast));
    }
    return "no difference yet: " + String.join("; ", parts);
  }

  private static String split(Experiment experiment, Standings standings) {
    double all = standings.users().stream().mapToLong(Long::longValue).sum();
    double total = experiment.variants().stream().mapToDouble(Variant::share).sum();
    List<String> parts = new ArrayList<>();
    for (int variant = 0; variant < experiment.variants().size(); variant++) {
      Variant each = experiment.variants().get(variant);
      parts.add(
          String.format(
              Locale.ROOT,
              "%s has %,d users of %,.0f expected",
              each.name(),
              standings.users().get(variant),
              all * each.share() / total));
    }
    return String.join(", ", parts);
  }

  private static String told(Metric metric, Contrast contrast) {
    Interval relative = contrast.relative();
    if (Double.isInfinite(relative.to())) {
      Interval absolute = contrast.difference();
      return String.format(
          Locale.ROOT,
          "%s %+.3g (%.0f %% %+.3g..%+.3g)",
          metric.label(),
          contrast.ours().value() - contrast.control().value(),
          100.0 * CONFIDENCE,
          absolute.from(),
          absolute.to());
    }
    return String.format(
        Locale.ROOT,
        "%s %+.1f %% (%.0f %% %+.1f..%+.1f)",
        metric.label(),
        100.0 * contrast.lift(),
        100.0 * CONFIDENCE,
        100.0 * relative.from(),
        100.0 * relative.to());
  }
}

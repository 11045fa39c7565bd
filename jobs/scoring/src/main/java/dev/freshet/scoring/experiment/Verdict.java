package dev.freshet.scoring.experiment;

import dev.freshet.scoring.effect.Interval;
import dev.freshet.scoring.effect.NormalMixture;
import dev.freshet.scoring.effect.SampleRatio;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
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
    /** A variant hurts a guardrail, and is better by the primary metric or not known to differ. */
    HURTS,
    /** A variant is worse than the control, and none is better. */
    WORSE,
    /** Nothing is sure. */
    OPEN
  }

  /** What is known by the given moment. */
  public static Verdict of(Experiment experiment, Standings standings, long atMillis) {
    List<Double> shares = experiment.variants().stream().map(Variant::share).toList();
    long since = Math.max(0L, atMillis - experiment.fromMillis());
    long days = (long) Math.ceil(since / DAY_MILLIS);
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
    List<Integer> more = those(others, each -> primary(experiment, standings, each).isMore());
    List<Integer> less = those(others, each -> primary(experiment, standings, each).isLess());
    List<Integer> hurting = those(others, each -> !hurt(experiment, standings, each).isEmpty());
    if (!more.isEmpty()) {
      int best =
          more.stream().filter(each -> !hurting.contains(each)).findFirst().orElse(more.get(0));
      return better(experiment, standings, best, after).and(experiment, standings, hurting);
    }
    if (!less.isEmpty()) {
      int worst = less.get(less.size() - 1);
      return worse(experiment, standings, worst, after).and(experiment, standings, hurting);
    }
    if (!hurting.isEmpty()) {
      int first = hurting.get(0);
      return hurts(experiment, standings, first, after).and(experiment, standings, hurting);
    }
    return new Verdict(Kind.OPEN, "", open(experiment, standings, others) + after);
  }

  private static List<Integer> those(List<Integer> variants, IntPredicate condition) {
    return variants.stream().filter(condition::test).toList();
  }

  /** With what other variants hurt: it is told of all of them. */
  private Verdict and(Experiment experiment, Standings standings, List<Integer> hurting) {
    StringBuilder all = new StringBuilder(text);
    for (int variant : hurting) {
      String name = experiment.variants().get(variant).name();
      if (!name.equals(this.variant)) {
        all.append("; ").append(name).append(hurtText(experiment, standings, variant));
      }
    }
    return new Verdict(kind, this.variant, all.toString());
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

  /** Which guardrails a variant hurts for sure, in the order of the experiment. */
  public static List<Metric> hurt(Experiment experiment, Standings standings, int variant) {
    return experiment.guardrails().stream()
        .filter(
            guardrail ->
                contrast(experiment, standings, variant, guardrail.metric()).relative().to()
                    < -guardrail.tolerance())
        .map(Guardrail::metric)
        .toList();
  }

  private static String hurtText(Experiment experiment, Standings standings, int variant) {
    return hurt(experiment, standings, variant).stream()
        .map(metric -> told(metric, contrast(experiment, standings, variant, metric)))
        .collect(Collectors.joining(", ", " hurts ", ""));
  }

  private static Verdict better(
      Experiment experiment, Standings standings, int variant, String after) {
    String name = experiment.variants().get(variant).name();
    String start = name + " is better: " + primaryText(experiment, standings, variant) + after;
    String unknown = unknown(experiment, standings, variant);
    if (!hurt(experiment, standings, variant).isEmpty()) {
      String hurts = hurtText(experiment, standings, variant);
      return new Verdict(Kind.HURTS, name, start + "; but it" + hurts + unknown);
    }
    boolean isSomeKnown =
        experiment.guardrails().stream()
            .anyMatch(each -> isKnown(experiment, standings, variant, each));
    String none = isSomeKnown ? "; no guardrail hurt" : "";
    return new Verdict(Kind.BETTER, name, start + none + unknown);
  }

  private static Verdict worse(
      Experiment experiment, Standings standings, int variant, String after) {
    String name = experiment.variants().get(variant).name();
    String start = name + " is worse: " + primaryText(experiment, standings, variant) + after;
    return hurt(experiment, standings, variant).isEmpty()
        ? new Verdict(Kind.WORSE, name, start)
        : new Verdict(
            Kind.WORSE, name, start + "; and it" + hurtText(experiment, standings, variant));
  }

  private static Verdict hurts(
      Experiment experiment, Standings standings, int variant, String after) {
    String name = experiment.variants().get(variant).name();
    return new Verdict(
        Kind.HURTS,
        name,
        name
            + hurtText(experiment, standings, variant)
            + "; "
            + primaryText(experiment, standings, variant)
            + after);
  }

  /** Guardrails of which nothing can be said yet. */
  private static String unknown(Experiment experiment, Standings standings, int variant) {
    List<String> labels =
        experiment.guardrails().stream()
            .filter(each -> !isKnown(experiment, standings, variant, each))
            .map(each -> each.metric().label())
            .toList();
    String verb = labels.size() == 1 ? " is" : " are";
    return labels.isEmpty() ? "" : "; " + String.join(", ", labels) + verb + " not known yet";
  }

  private static boolean isKnown(
      Experiment experiment, Standings standings, int variant, Guardrail guardrail) {
    return contrast(experiment, standings, variant, guardrail.metric()).isRelative();
  }

  private static String primaryText(Experiment experiment, Standings standings, int variant) {
    return told(experiment.primary(), primary(experiment, standings, variant));
  }

  private static String open(Experiment experiment, Standings standings, List<Integer> others) {
    List<String> parts = new ArrayList<>();
    for (int variant : others) {
      Contrast contrast = primary(experiment, standings, variant);
      String name = experiment.variants().get(variant).name();
      long users = Math.min(contrast.ours().users(), contrast.control().users());
      parts.add(
          users < NormalMixture.LEAST_USERS
              ? name + " or control has only " + experiment.primary().users(users)
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
    if (!contrast.isKnown()) {
      return metric.label() + " is not known yet";
    }
    Interval relative = contrast.relative();
    if (!contrast.isRelative()) {
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

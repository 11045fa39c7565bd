package dev.freshet.localstack.whatif;

import dev.freshet.localstack.evaluate.lists.Measure;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says in words which of two sides is better. */
final class Verdict {

  private final Map<Measure, Interval> intervals;

  /**
   * @param intervals what the second side gains, by measure
   */
  Verdict(Map<Measure, Interval> intervals) {
    this.intervals = intervals;
  }

  /** Which side is better by what is shown, or that nothing is. */
  String text() {
    String better = shown(Interval::isAbove);
    String worse = shown(Interval::isBelow);
    if (!better.isEmpty() && !worse.isEmpty()) {
      return "It depends: B is better by " + better + ", but worse by " + worse + ".";
    }
    if (!better.isEmpty()) {
      return "B is better: " + better + ".";
    }
    if (!worse.isEmpty()) {
      return "A is better: B changes " + worse + ".";
    }
    return "No difference can be shown; " + words(Measure.HIT_RATE_20) + ".";
  }

  private String shown(Predicate<Interval> isShown) {
    return intervals.entrySet().stream()
        .filter(entry -> isShown.test(entry.getValue()))
        .map(entry -> words(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private String words(Measure measure) {
    Interval interval = intervals.getOrDefault(measure, new Interval(0.0, 0.0, 0.0));
    return "%s %s (95 %% from %s to %s)"
        .formatted(
            measure.label(),
            signed(interval.difference()),
            signed(interval.from()),
            signed(interval.to()));
  }

  /** A difference with its sign, to four digits. */
  static String signed(double difference) {
    String digits = String.format(Locale.ROOT, "%.4f", Math.abs(difference));
    if (digits.equals("0.0000")) {
      return digits;
    }
    return (difference < 0 ? "−" : "+") + digits;
  }
}

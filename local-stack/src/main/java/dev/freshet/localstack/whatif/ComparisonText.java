package dev.freshet.localstack.whatif;

import dev.freshet.localstack.diff.ListChange;
import dev.freshet.localstack.evaluate.lists.Measure;
import java.util.List;
import java.util.Locale;

/** A comparison for people. */
final class ComparisonText {

  private ComparisonText() {}

  /**
   * The figures side by side, the verdict and the lists that changed most; ends in a line break.
   *
   * @param shown of how many users the lists are shown
   */
  static String of(Comparison comparison, int places, int shown) {
    StringBuilder text = new StringBuilder();
    add(
        text,
        "%s: %,d events of %,d users on %,d items; %,d choices of %,d users judged%s%n%s%n",
        comparison.replay().name(),
        comparison.replay().size(),
        comparison.replay().users(),
        comparison.replay().items(),
        comparison.a().ranks().length,
        comparison.choosers(),
        comparison.replay().unused().count() == 0 ? "" : "; " + comparison.replay().unused(),
        comparison
            .replay()
            .resolution()
            .map(coarse -> coarse.remark() + System.lineSeparator())
            .orElse(""));
    add(text, "%-10s%9s%9s%13s   95 %% interval%n", "", "A", "B", "B less A");
    comparison.intervals().forEach((measure, interval) -> row(text, comparison, measure, interval));
    add(
        text,
        "%-10s%9.3f%9.3f%13s%n%n",
        "coverage",
        comparison.a().coverage(),
        comparison.b().coverage(),
        Verdict.signed(comparison.b().coverage() - comparison.a().coverage()));
    text.append(comparison.verdict()).append(System.lineSeparator());
    comparison.rules().ifPresent(rules -> text.append(rules.text()));
    List<ListChange> changed = comparison.changed();
    add(
        text,
        "At the end of the log: mean overlap of the first %d places %.4f; %,d of %,d lists"
            + " changed%s%n",
        places,
        comparison.meanOverlap(),
        changed.size(),
        comparison.lists().size(),
        changed.isEmpty() || shown == 0 ? "." : ", most:");
    changed.stream().limit(shown).forEach(change -> add(text, "  %s%n", change.line()));
    return text.toString();
  }

  private static void row(
      StringBuilder text, Comparison comparison, Measure measure, Interval interval) {
    add(
        text,
        "%-10s%9.4f%9.4f%13s   %s to %s%n",
        measure.label(),
        comparison.a().mean(measure),
        comparison.b().mean(measure),
        Verdict.signed(interval.difference()),
        Verdict.signed(interval.from()),
        Verdict.signed(interval.to()));
  }

  private static void add(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments));
  }
}

package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.candidates.Exclusion;
import java.util.Locale;

/** An evaluation as a table for people. */
final class ResultTable {

  private ResultTable() {}

  /** The table, ending in a line break. */
  static String of(Evaluation evaluation, Exclusion exclusion, long badRows) {
    Replay replay = evaluation.replay();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d events of %,d users on %,d items%s; %,d choices judged; %s%s%s%n%s%n",
            replay.name(),
            replay.events().size(),
            replay.users(),
            replay.items(),
            replay.exposures().isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", %,d lists shown", replay.exposures().size()),
            evaluation.choices().size(),
            excludes(exclusion),
            badRows == 0 ? "" : String.format(Locale.ROOT, "; %,d bad rows left out", badRows),
            replay.unused().count() == 0 ? "" : "; " + replay.unused(),
            replay
                .resolution()
                .map(coarse -> coarse.remark() + System.lineSeparator())
                .orElse("")));
    text.append(
        String.format(
            Locale.ROOT,
            "%-36s%8s%8s%9s%10s%10s%12s%10s%n",
            "",
            "HR@10",
            "HR@20",
            "MRR@20",
            "NDCG@20",
            "coverage",
            "events/s",
            "µs/list"));
    for (Outcome outcome : evaluation.outcomes()) {
      Metrics metrics = outcome.metrics();
      text.append(
          String.format(
              Locale.ROOT,
              "%-36s%8.4f%8.4f%9.4f%10.4f%10.3f%,12.0f%10.1f%n",
              outcome.approach(),
              metrics.hitRate10(),
              metrics.hitRate20(),
              metrics.reciprocalRank20(),
              metrics.ndcg20(),
              outcome.coverage(),
              outcome.eventsPerSecond(),
              outcome.microsPerList()));
    }
    if (evaluation.freshet().shown().choices() > 0) {
      appendShown(evaluation, text);
    }
    return text.toString();
  }

  /** A table of its own, for it is of fewer choices. */
  private static void appendShown(Evaluation evaluation, StringBuilder text) {
    Outcome.Shown freshet = evaluation.freshet().shown();
    text.append(String.format(Locale.ROOT, "%n%-36s%8s%n", "1/place among what was shown", "mean"));
    text.append(String.format(Locale.ROOT, "%-36s%8.4f%n", "as shown", freshet.asShown()));
    for (Outcome outcome : evaluation.outcomes()) {
      text.append(
          String.format(
              Locale.ROOT, "%-36s%8.4f%n", outcome.approach(), outcome.shown().reciprocalRank()));
    }
    text.append(
        String.format(Locale.ROOT, "of %,d choices taken from lists shown%n", freshet.choices()));
  }

  private static String excludes(Exclusion exclusion) {
    return switch (exclusion) {
      case TOUCHED -> "lists exclude what was touched";
      case COMPLETED -> "lists exclude what was completed";
      case NOTHING -> "lists exclude nothing";
    };
  }
}

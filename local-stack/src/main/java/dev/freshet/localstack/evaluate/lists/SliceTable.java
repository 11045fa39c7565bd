package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.lists.Slices.Slice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Slices of an evaluation as tables for people. */
final class SliceTable {

  private SliceTable() {}

  /** The tables, ending in a line break. */
  static String of(Slices slices) {
    StringBuilder text = new StringBuilder();
    add(text, "gap since the user's last event", slices.byGap());
    text.append(System.lineSeparator());
    add(text, "items the user did before", slices.byHistory());
    return text.toString();
  }

  private static void add(StringBuilder text, String by, List<Slice> slices) {
    boolean compares = slices.stream().anyMatch(slice -> slice.bestBaseline().isPresent());
    add(text, "%-36s%9s%8s%9s", by, "choices", "HR@20", "MRR@20");
    add(text, compares ? "%10s%9s  best baseline there%n" : "%n", "HR@20", "MRR@20");
    for (Slice slice : slices) {
      Metrics freshet = slice.freshet();
      add(
          text,
          "%-36s%,9d%8.4f%9.4f",
          slice.label(),
          freshet.choices(),
          freshet.hitRate20(),
          freshet.reciprocalRank20());
      Optional<Map.Entry<String, Metrics>> best = slice.bestBaseline();
      if (best.isPresent()) {
        Metrics metrics = best.get().getValue();
        add(
            text,
            "%10.4f%9.4f  %s",
            metrics.hitRate20(),
            metrics.reciprocalRank20(),
            best.get().getKey());
      }
      add(text, "%n");
    }
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}

package dev.freshet.localstack.log;

import dev.freshet.scoring.event.Interaction;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what is good in a log, but of types that a command does not use. */
public final class UnusedRows {

  /** What a log calls rows of what a user was shown, which nothing learns from yet. */
  public static final String IMPRESSION = "impression";

  private final SortedMap<String, Long> byType = new TreeMap<>();

  /** The type of an interaction as a CSV log names it, such as {@code purchase}. */
  public static String type(Interaction interaction) {
    return interaction.kind().name().toLowerCase(Locale.ROOT);
  }

  /** Counts one. */
  public void add(String type) {
    byType.merge(type, 1L, Long::sum);
  }

  /** How many there are of each type. */
  public SortedMap<String, Long> byType() {
    return Collections.unmodifiableSortedMap(byType);
  }

  /** How many there are. */
  public long count() {
    return byType.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@code 12 rows not used (purchase: 12)}; empty without any. */
  @Override
  public String toString() {
    if (byType.isEmpty()) {
      return "";
    }
    StringBuilder types = new StringBuilder();
    byType.forEach(
        (type, count) ->
            types
                .append(types.isEmpty() ? "" : ", ")
                .append(String.format(Locale.ROOT, "%s: %,d", type, count)));
    return String.format(Locale.ROOT, "%,d rows not used (%s)", count(), types);
  }
}

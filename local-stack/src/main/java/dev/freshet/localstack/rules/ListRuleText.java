package dev.freshet.localstack.rules;

import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.scoring.listrule.ListRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A rule on lists in a line, for people. */
public final class ListRuleText {

  private ListRuleText() {}

  /** Begins with what removes it. */
  static String of(ListRule rule) {
    List<String> parts = new ArrayList<>();
    parts.add(action(rule));
    parts.add(
        rule.when().isBlank()
            ? "of all items"
            : "of " + rule.when().strip().replaceAll("\\s+", " "));
    parts.add(
        rule.placements().isEmpty()
            ? "everywhere"
            : "in " + String.join(" and ", new TreeSet<>(rule.placements())));
    if (!rule.audience().isEmpty()) {
      parts.add("for " + rule.audience());
    }
    parts.add("from " + Instant.ofEpochMilli(rule.fromMillis()));
    if (rule.untilMillis() != ListRule.NO_END) {
      parts.add("until " + Instant.ofEpochMilli(rule.untilMillis()));
    }
    if (rule.priority() != 0) {
      parts.add("priority " + rule.priority());
    }
    if (!rule.owner().isEmpty()) {
      parts.add("owner " + rule.owner());
    }
    if (!rule.reason().isEmpty()) {
      parts.add("reason " + rule.reason());
    }
    return ListRuleRecords.key(rule.id()) + ": " + String.join(", ", parts);
  }

  /** What it does, in a word or two. */
  public static String action(ListRule rule) {
    return switch (rule.action()) {
      case PIN -> "pin %.0f".formatted(rule.amount());
      case FACTOR -> "factor " + rule.amount();
      case HIDE -> "hide";
      case ONLY -> "only";
      case MOST ->
          "most %.0f".formatted(rule.amount())
              + (rule.each().isEmpty() ? "" : " each " + rule.each());
    };
  }
}

package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.dump.DumpEntry;
import dev.freshet.localstack.dump.KeyClass;
import dev.freshet.localstack.dump.KeyClass.Sense;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * In what two dumps differ.
 *
 * @param compared how many keys are in both, by class
 * @param onlyInFirst keys that the second lacks
 * @param onlyInSecond keys that the first lacks
 * @param contents keys whose contents differ, with what differs in them
 * @param lists what became of the first places of each user's list, the greatest change first
 * @param weights by how much each weight of the model moved
 * @param probabilities by how much what a model says of a user moved, by key
 */
record DumpDifference(
    Map<KeyClass, Integer> compared,
    List<String> onlyInFirst,
    List<String> onlyInSecond,
    Map<String, List<String>> contents,
    List<ListChange> lists,
    Map<String, Double> weights,
    Map<String, Double> probabilities) {

  /**
   * Compares two dumps.
   *
   * @param places how many places of the lists count
   */
  static DumpDifference of(Dump first, Dump second, Tolerance tolerance, int places) {
    Map<KeyClass, Integer> compared = new EnumMap<>(KeyClass.class);
    Map<String, List<String>> contents = new TreeMap<>();
    ContentComparison comparison = new ContentComparison(tolerance);
    for (Map.Entry<String, DumpEntry> each : first.entries().entrySet()) {
      KeyClass keyClass = KeyClass.of(each.getKey());
      DumpEntry other = second.entries().get(each.getKey());
      if (other == null || keyClass.sense() == Sense.FOREIGN) {
        continue;
      }
      compared.merge(keyClass, 1, Integer::sum);
      if (keyClass.sense() == Sense.CONTENT) {
        // As of when users were counted is when the last of them was heard of to move: that order
        // of arrival decides, unlike the counts.
        boolean isCount = keyClass == KeyClass.TIERS || keyClass == KeyClass.PLATFORM;
        List<String> differences =
            contentDifferences(
                each.getValue(), other, isCount ? comparison.without("asOf") : comparison);
        if (!differences.isEmpty()) {
          contents.put(each.getKey(), differences);
        }
      }
    }
    return new DumpDifference(
        compared,
        missing(first, second),
        missing(second, first),
        contents,
        lists(first, second, places),
        weights(first, second),
        probabilities(first, second));
  }

  private static List<String> contentDifferences(
      DumpEntry one, DumpEntry other, ContentComparison comparison) {
    if (!one.type().equals(other.type())) {
      return List.of("type: " + one.type() + " against " + other.type());
    }
    if (one.type().equals(DumpEntry.SORTED_SET)) {
      List<String> differences = new ArrayList<>();
      comparison.compareRankings("member", scores(one), scores(other), differences);
      return differences;
    }
    return comparison.differences(one.value(), other.value());
  }

  private static Map<String, Double> scores(DumpEntry sortedSet) {
    Map<String, Double> scores = new HashMap<>();
    sortedSet
        .value()
        .properties()
        .forEach(member -> scores.put(member.getKey(), member.getValue().asDouble()));
    return scores;
  }

  private static List<String> missing(Dump from, Dump in) {
    return from.entries().keySet().stream()
        .filter(key -> !in.entries().containsKey(key))
        .filter(key -> KeyClass.of(key).sense() != Sense.FOREIGN)
        .toList();
  }

  private static List<ListChange> lists(Dump first, Dump second, int places) {
    ListReader before = new ListReader(first);
    ListReader after = new ListReader(second);
    Set<String> users = new TreeSet<>(before.users());
    users.addAll(after.users());
    return users.stream()
        .map(user -> new ListChange(user, before.top(user, places), after.top(user, places)))
        .sorted(ListChange.MOST_FIRST)
        .toList();
  }

  private static Map<String, Double> weights(Dump first, Dump second) {
    DumpEntry one = first.entries().get("weights");
    DumpEntry other = second.entries().get("weights");
    return one == null || other == null ? Map.of() : moves(one, other, name -> true);
  }

  private static Map<String, Double> probabilities(Dump first, Dump second) {
    Map<String, Double> moved = new TreeMap<>();
    for (DumpEntry one : first.entries().values()) {
      DumpEntry other = second.entries().get(one.key());
      if (KeyClass.of(one.key()) == KeyClass.STICKINESS
          && one.type().equals(DumpEntry.HASH)
          && other != null) {
        moves(one, other, ContentComparison::isLearned).values().stream()
            .max(Comparator.naturalOrder())
            .ifPresent(most -> moved.put(one.key(), most));
      }
    }
    return moved;
  }

  /** How far decimal fields of two hashes are apart. */
  private static Map<String, Double> moves(
      DumpEntry one, DumpEntry other, Predicate<String> names) {
    Map<String, Double> moved = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : one.value().properties()) {
      JsonNode there = other.value().get(field.getKey());
      if (names.test(field.getKey())
          && there != null
          && field.getValue().asText().indexOf('.') >= 0) {
        moved.put(
            field.getKey(),
            Math.abs(
                Double.parseDouble(field.getValue().asText())
                    - Double.parseDouble(there.asText())));
      }
    }
    return moved;
  }

  /** Whether everything that does not depend on the order of arrival is the same. */
  boolean contentsAgree() {
    return contents.isEmpty() && onlyInFirst.isEmpty() && onlyInSecond.isEmpty();
  }

  /** The mean overlap of the users' first places, 1 without users. */
  double meanOverlap() {
    return lists.stream().mapToDouble(ListChange::overlap).average().orElse(1.0);
  }

  /** The largest of such moves, 0 without any. */
  static double largest(Map<String, Double> moves) {
    return moves.values().stream().mapToDouble(Objects::requireNonNull).max().orElse(0.0);
  }

  /** Keys that were compared, of one sense. */
  int compared(Sense sense) {
    return compared.entrySet().stream()
        .filter(entry -> entry.getKey().sense() == sense)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}

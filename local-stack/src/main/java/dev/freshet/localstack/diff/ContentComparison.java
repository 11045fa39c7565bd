package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares values whose numbers follow from the events alone.
 *
 * <p>Decimal numbers may differ by the tolerance; whole ones, such as times and counts, may not. A
 * ranked list of names with scores is compared as a map: neighbours whose scores are within the
 * tolerance may have changed places, and at the end of a list that is cut off one may stand for the
 * other.
 */
final class ContentComparison {

  private static final Set<String> LEARNED = Set.of("probability", "propensity");

  private final Tolerance tolerance;
  private final Set<String> ignored;

  ContentComparison(Tolerance tolerance) {
    this(tolerance, Set.of());
  }

  private ContentComparison(Tolerance tolerance, Set<String> ignored) {
    this.tolerance = tolerance;
    this.ignored = ignored;
  }

  /** A comparison that leaves out members of this name. */
  ContentComparison without(String name) {
    return new ContentComparison(tolerance, Set.of(name));
  }

  /** What differs, each in a few words; nothing if the values are the same. */
  List<String> differences(JsonNode one, JsonNode other) {
    List<String> differences = new ArrayList<>();
    compare("", one, other, differences);
    return differences;
  }

  private void compare(String path, JsonNode one, JsonNode other, List<String> differences) {
    if (one.isObject() && other.isObject()) {
      compareMembers(path, one, other, differences);
    } else if (isRanking(one) && isRanking(other)) {
      compareRankings(path, ranking(one), ranking(other), differences);
    } else if (one.isArray() && other.isArray() && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        compare(path + "[" + i + "]", one.get(i), other.get(i), differences);
      }
    } else if (!sameScalar(one, other)) {
      differences.add(path + ": " + one + " against " + other);
    }
  }

  private void compareMembers(String path, JsonNode one, JsonNode other, List<String> differences) {
    Set<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    names.removeAll(ignored);
    names.removeIf(ContentComparison::isLearned);
    for (String name : names) {
      String inner = path.isEmpty() ? name : path + "." + name;
      if (one.has(name) && other.has(name)) {
        compare(inner, one.get(name), other.get(name), differences);
      } else {
        differences.add(
            inner
                + (one.has(name)
                    ? ": " + one.get(name) + " only in the first"
                    : ": " + other.get(name) + " only in the second"));
      }
    }
  }

  /** What a model says depends on the order in which it learned. */
  static boolean isLearned(String name) {
    return LEARNED.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains);
  }

  private static boolean isRanking(JsonNode node) {
    if (!node.isArray()) {
      return false;
    }
    for (JsonNode row : node) {
      if (!row.isArray() || row.size() < 2 || !row.get(0).isTextual() || !row.get(1).isNumber()) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Double> ranking(JsonNode node) {
    Map<String, Double> scores = new LinkedHashMap<>();
    node.forEach(row -> scores.put(row.get(0).asText(), row.get(1).asDouble()));
    return scores;
  }

  /**
   * Compares names with scores, such as neighbours or the members of a sorted set.
   *
   * @param path where they are, for messages
   */
  void compareRankings(
      String path, Map<String, Double> one, Map<String, Double> other, List<String> differences) {
    Set<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    double lastOfOne = last(one);
    double lastOfOther = last(other);
    for (String name : names) {
      Double here = one.get(name);
      Double there = other.get(name);
      if (here != null && there != null) {
        if (!tolerance.same(here, there)) {
          differences.add(path + " " + name + ": " + here + " against " + there);
        }
      } else if (here != null && !mayBeCutOff(here, lastOfOther, other.size(), one.size())) {
        differences.add(path + " " + name + ": " + here + " only in the first");
      } else if (there != null && !mayBeCutOff(there, lastOfOne, one.size(), other.size())) {
        differences.add(path + " " + name + ": " + there + " only in the second");
      }
    }
  }

  private static double last(Map<String, Double> scores) {
    return scores.values().stream().mapToDouble(Double::doubleValue).min().orElse(0.0);
  }

  /**
   * Whether what is missing from a list may have lost to its last place by a hair, or is nothing.
   */
  private boolean mayBeCutOff(double score, double lastPlace, int size, int otherSize) {
    return tolerance.same(score, 0.0) || (size == otherSize && tolerance.same(score, lastPlace));
  }

  private boolean sameScalar(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      boolean whole = one.isIntegralNumber() && other.isIntegralNumber();
      return whole
          ? one.asLong() == other.asLong()
          : tolerance.same(one.asDouble(), other.asDouble());
    }
    if (one.isTextual() && other.isTextual()) {
      return sameText(one.asText(), other.asText());
    }
    return one.equals(other);
  }

  /** The fields of a hash are texts, also those that are numbers. */
  private boolean sameText(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    if (one.indexOf('.') < 0 && other.indexOf('.') < 0) {
      return false;
    }
    try {
      return tolerance.same(Double.parseDouble(one), Double.parseDouble(other));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}

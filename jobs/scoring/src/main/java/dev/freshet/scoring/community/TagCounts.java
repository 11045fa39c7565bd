package dev.freshet.scoring.community;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many answers were given by tag. */
final class TagCounts {

  private static final double GRANTED = 2.0;

  private final Map<String, Integer> answers = new HashMap<>();
  private int total;

  void add(List<String> tags) {
    tags.forEach(tag -> answers.merge(tag, 1, Integer::sum));
    total++;
  }

  int of(String tag) {
    return answers.getOrDefault(tag, 0);
  }

  int of(List<String> tags) {
    return tags.stream().mapToInt(this::of).sum();
  }

  /** The tag of a question with most answers, if there are any. */
  Optional<String> most(List<String> tags) {
    return tags.stream().filter(tag -> of(tag) > 0).reduce((a, b) -> of(b) > of(a) ? b : a);
  }

  /**
   * The mean over tags of the logarithm of how much more often than everybody this one answers in
   * them; 0 for one without answers, and for a question without tags.
   */
  double against(TagCounts everybody, List<String> tags) {
    return tags.stream().mapToDouble(tag -> against(everybody, tag)).average().orElse(0.0);
  }

  private double against(TagCounts everybody, String tag) {
    double expected = (everybody.of(tag) + 0.5) / (everybody.total + 1.0);
    return Math.log((of(tag) + GRANTED * expected) / ((total + GRANTED) * expected));
  }
}

package dev.freshet.scoring.engagement;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is told of a user by others than the user's own events.
 *
 * @param tier such as {@code at-risk}; empty if nothing was told
 * @param score 0 to 100, or NaN
 * @param trend score less that of four weeks before, or NaN
 * @param returnProbability 0 to 1, or NaN
 * @param propensity the probability to buy, 0 to 1, or NaN
 * @param interests weights by tag
 * @param expertIn tags of which the user is one of the best experts, in the order of the alphabet;
 *     where it is told, those that it is about
 */
public record Standing(
    String tier,
    double score,
    double trend,
    double returnProbability,
    double propensity,
    Map<String, Double> interests,
    List<String> expertIn) {

  /** Of a user of whom nothing was told. */
  public static final Standing UNKNOWN =
      new Standing("", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of());

  /** Of a user of whom other jobs tell something. */
  public Standing(
      String tier,
      double score,
      double trend,
      double returnProbability,
      double propensity,
      Map<String, Double> interests) {
    this(tier, score, trend, returnProbability, propensity, interests, List.of());
  }

  /** This, with the part that is told instead of what was known of it. */
  Standing with(Told told) {
    Standing part = told.standing();
    return switch (told.subject()) {
      case STICKINESS ->
          new Standing(
              part.tier,
              part.score,
              part.trend,
              part.returnProbability,
              part.propensity,
              interests,
              expertIn);
      case INTERESTS -> withInterests(part.interests);
      case EXPERT -> withExpertIn(part.expertIn, true);
      case NO_EXPERT -> withExpertIn(part.expertIn, false);
    };
  }

  private Standing withInterests(Map<String, Double> others) {
    return new Standing(tier, score, trend, returnProbability, propensity, others, expertIn);
  }

  private Standing withExpertIn(List<String> tags, boolean isExpert) {
    SortedSet<String> all = new TreeSet<>(expertIn);
    if (isExpert) {
      all.addAll(tags);
    } else {
      all.removeAll(tags);
    }
    return new Standing(
        tier, score, trend, returnProbability, propensity, interests, List.copyOf(all));
  }
}

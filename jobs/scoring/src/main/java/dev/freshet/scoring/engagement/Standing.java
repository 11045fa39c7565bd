package dev.freshet.scoring.engagement;

import java.util.Map;

/**
 * What other jobs tell of a user.
 *
 * @param tier such as {@code at-risk}; empty if nothing was told
 * @param score 0 to 100, or NaN
 * @param trend score less that of four weeks before, or NaN
 * @param returnProbability 0 to 1, or NaN
 * @param propensity the probability to buy, 0 to 1, or NaN
 * @param interests weights by tag
 */
public record Standing(
    String tier,
    double score,
    double trend,
    double returnProbability,
    double propensity,
    Map<String, Double> interests) {

  /** Of a user of whom nothing was told. */
  public static final Standing UNKNOWN =
      new Standing("", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of());

  /** This, with the part that is told instead of what was known of it. */
  Standing with(Told told) {
    Standing part = told.standing();
    return told.subject() == Told.Subject.INTERESTS
        ? new Standing(tier, score, trend, returnProbability, propensity, part.interests)
        : new Standing(
            part.tier, part.score, part.trend, part.returnProbability, part.propensity, interests);
  }
}

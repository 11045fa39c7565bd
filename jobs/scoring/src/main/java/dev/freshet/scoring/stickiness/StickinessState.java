package dev.freshet.scoring.stickiness;

/**
 * How sticky a user is at a moment.
 *
 * @param day the last day that counts: today if it was active, else yesterday, since a day that is
 *     not over is not idle yet
 * @param score 0–100
 * @param components what it is made of
 * @param tier the user's audience
 * @param trend score less the score four weeks before
 * @param activeDays7 active days of the last 7
 * @param activeDays28 active days of the last 28; a 28th of it is the user's part in DAU/MAU
 * @param streak active days in a row
 * @param bestStreak the longest such row of about a year
 */
public record StickinessState(
    int day,
    double score,
    Components components,
    Tier tier,
    double trend,
    int activeDays7,
    int activeDays28,
    int streak,
    int bestStreak) {

  /** Whether a reader, who sees whole points, would see a difference. */
  public boolean looksLike(StickinessState other) {
    return Math.round(score) == Math.round(other.score)
        && Math.round(trend) == Math.round(other.trend)
        && tier == other.tier
        && activeDays7 == other.activeDays7
        && activeDays28 == other.activeDays28
        && streak == other.streak
        && bestStreak == other.bestStreak;
  }
}

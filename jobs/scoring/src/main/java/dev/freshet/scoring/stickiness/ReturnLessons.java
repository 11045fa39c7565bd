package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * When users teach the {@link ReturnModel}, and what.
 *
 * <p>Every user teaches once a week, on a weekday of the user's own so that lessons come evenly.
 * Most users of an old platform are idle for long, and would all have to be looked at for the same
 * lesson; of their weeks one in four is drawn, by a hash, and counts four times.
 */
public final class ReturnLessons {

  private static final int WEEK = Stickiness.WEEK;
  private static final int ONE_IN = 4;

  private final Stickiness stickiness;

  public ReturnLessons(Stickiness stickiness) {
    this.stickiness = stickiness;
  }

  /** The features of a user when {@code day} is the last that counts. */
  public double[] features(ActivityDays days, int day) {
    return ReturnFeatures.of(days, day, stickiness.components(days, day));
  }

  /** The lesson that a user gives when {@code day} is over, or null if there is none that day. */
  public @Nullable ReturnLesson on(String user, ActivityDays days, int day) {
    int before = day - WEEK;
    if (before < days.firstDay() || !isDrawn(user, days, day)) {
      return null;
    }
    return new ReturnLesson(
        stickiness.beginning(day + 1),
        features(days, before),
        days.activeDays(day, WEEK) > 0,
        isSampled(days, before) ? ONE_IN : 1.0);
  }

  private static boolean isDrawn(String user, ActivityDays days, int day) {
    long mark = Fingerprint.of(user);
    if (Math.floorMod(day - mark, WEEK) != 0) {
      return false;
    }
    if (!isSampled(days, day - WEEK)) {
      return true;
    }
    long week = Math.floorDiv(day - mark % WEEK, (long) WEEK);
    return Math.floorMod(Long.rotateLeft(mark, 17) + week, (long) ONE_IN) == 0;
  }

  private static boolean isSampled(ActivityDays days, int before) {
    return before - days.lastActiveDay(before) >= Stickiness.MONTH;
  }

  /** When a user gives the next lesson after a moment, if nothing is done until then. */
  public long nextMillis(String user, ActivityDays days, int day) {
    int later = Math.max(day + 1, days.firstDay() + WEEK);
    while (!isDrawn(user, days, later)) {
      later++;
    }
    return stickiness.beginning(later + 1);
  }
}

package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.id.Fingerprint;

/**
 * On which days users give examples on what they did in the days before.
 *
 * <p>Every user gives one once a period, on a day of the user's own so that examples come evenly.
 * Most users of an old platform are idle for long, and would all have to be looked at for the same
 * example; of their periods one in four is drawn, by a hash, and counts four times.
 *
 * @param period days from one example to the next, which are those that it tells of
 */
record ExampleDays(int period) {

  private static final int ONE_IN = 4;

  /** Whether the user gives an example when {@code day} is over. */
  boolean isDrawn(String user, ActivityDays days, int day) {
    long mark = Fingerprint.of(user);
    if (day - period < days.firstDay() || Math.floorMod(day - mark, (long) period) != 0) {
      return false;
    }
    if (!isSampled(days, day - period)) {
      return true;
    }
    long number = Math.floorDiv(day - mark % period, (long) period);
    return Math.floorMod(Long.rotateLeft(mark, 17) + number, (long) ONE_IN) == 0;
  }

  /** How many users like this one the example given after {@code day} stands for. */
  double weight(ActivityDays days, int day) {
    return isSampled(days, day - period) ? ONE_IN : 1.0;
  }

  private static boolean isSampled(ActivityDays days, int before) {
    return before - days.lastActiveDay(before) >= Stickiness.MONTH;
  }

  /** The day after which the user gives the next example after {@code day}. */
  int next(String user, ActivityDays days, int day) {
    int later = Math.max(day + 1, days.firstDay() + period);
    while (!isDrawn(user, days, later)) {
      later++;
    }
    return later;
  }
}

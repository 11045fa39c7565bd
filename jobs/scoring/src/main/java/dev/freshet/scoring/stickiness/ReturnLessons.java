package dev.freshet.scoring.stickiness;

import org.jspecify.annotations.Nullable;

/** When users teach the {@link ReturnModel}, once a week, and what. */
public final class ReturnLessons {

  private static final LessonDays WEEKLY = new LessonDays(Stickiness.WEEK);

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
    if (!WEEKLY.isDrawn(user, days, day)) {
      return null;
    }
    return new ReturnLesson(
        stickiness.beginning(day + 1),
        features(days, day - WEEKLY.period()),
        days.activeDays(day, WEEKLY.period()) > 0,
        WEEKLY.weight(days, day));
  }

  /** When a user gives the next lesson after a moment, if nothing is done until then. */
  public long nextMillis(String user, ActivityDays days, int day) {
    return stickiness.beginning(WEEKLY.next(user, days, day) + 1);
  }
}

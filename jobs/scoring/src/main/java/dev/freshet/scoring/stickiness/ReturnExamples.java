package dev.freshet.scoring.stickiness;

import org.jspecify.annotations.Nullable;

/** When users teach the {@link ReturnModel}, once a week, and what. */
public final class ReturnExamples {

  private static final ExampleDays WEEKLY = new ExampleDays(Stickiness.WEEK);

  private final Stickiness stickiness;

  public ReturnExamples(Stickiness stickiness) {
    this.stickiness = stickiness;
  }

  /** The features of a user when {@code day} is the last that counts. */
  public double[] features(ActivityDays days, int day) {
    return ReturnFeatures.of(days, day, stickiness.components(days, day));
  }

  /** The example that a user gives when {@code day} is over, or null if there is none that day. */
  public @Nullable ReturnExample on(String user, ActivityDays days, int day) {
    if (!WEEKLY.isDrawn(user, days, day)) {
      return null;
    }
    return new ReturnExample(
        stickiness.beginning(day + 1),
        features(days, day - WEEKLY.period()),
        days.activeDays(day, WEEKLY.period()) > 0,
        WEEKLY.weight(days, day));
  }

  /** When a user gives the next example after a moment, if nothing is done until then. */
  public long nextMillis(String user, ActivityDays days, int day) {
    return stickiness.beginning(WEEKLY.next(user, days, day) + 1);
  }
}

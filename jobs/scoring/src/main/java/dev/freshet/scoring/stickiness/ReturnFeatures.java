package dev.freshet.scoring.stickiness;

/** What the probability to return is judged by. */
final class ReturnFeatures {

  static final int COUNT = 14;

  private static final int WEEKS = 12;

  private ReturnFeatures() {}

  /** The features when {@code day} is the last that counts, on scales of about 1. */
  static double[] of(ActivityDays days, int day, Components components) {
    int known = Math.min(day - days.firstDay() + 1, ActivityDays.DAYS - 20);
    int idle = day - days.lastActiveDay(day);
    int active = Math.max(1, days.activeDays(day, known));
    int events = 0;
    for (int age = 0; age < Stickiness.MONTH; age++) {
      events += days.events(day - age);
    }
    int weeks = 0;
    for (int week = 0; week < WEEKS; week++) {
      weeks += days.activeDays(day - Stickiness.WEEK * week, Stickiness.WEEK) > 0 ? 1 : 0;
    }
    double gap = (double) known / active;
    return new double[] {
      1.0,
      Math.log1p(idle),
      idle < Stickiness.WEEK ? 1.0 : 0.0,
      idle < Stickiness.MONTH ? 1.0 : 0.0,
      Math.log1p(days.activeDays(day, Stickiness.WEEK)),
      Math.log1p(days.activeDays(day, Stickiness.MONTH)),
      Math.log1p(days.activeDays(day, Stickiness.WEEK * WEEKS)),
      Math.log1p(active),
      Math.log1p(events),
      Math.log1p(known),
      Math.log1p(idle / gap),
      (double) weeks / WEEKS,
      components.depth(),
      components.community()
    };
  }
}

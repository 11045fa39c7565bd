package dev.freshet.scoring.stickiness;

import org.jspecify.annotations.Nullable;

/**
 * When users teach the {@link ConversionModel}, and what: once a fortnight, so that every purchase
 * is emitted once.
 */
public final class ConversionExamples {

  private static final ExampleDays FORTNIGHTLY = new ExampleDays(ConversionModel.HORIZON_DAYS);

  private final Stickiness stickiness;

  public ConversionExamples(Stickiness stickiness) {
    this.stickiness = stickiness;
  }

  /**
   * The features of a user when {@code day} is the last that counts.
   *
   * @param purchases null for a user who never bought
   */
  public double[] features(ActivityDays days, @Nullable PurchaseDays purchases, int day) {
    Components components = stickiness.components(days, day);
    int lately = purchases == null ? 0 : purchases.count(day, Stickiness.MONTH);
    int ever = purchases == null ? 0 : purchases.upTo(day);
    return new double[] {
      1.0,
      components.recency(),
      components.frequency(),
      components.depth(),
      components.community(),
      Math.log1p(lately),
      Math.log1p(ever)
    };
  }

  /**
   * The example that a user gives when {@code day} is over, or null if there is none that day.
   *
   * @param purchases null for a user who never bought
   */
  public @Nullable ConversionExample on(
      String user, ActivityDays days, @Nullable PurchaseDays purchases, int day) {
    if (!FORTNIGHTLY.isDrawn(user, days, day)) {
      return null;
    }
    return new ConversionExample(
        stickiness.beginning(day + 1),
        features(days, purchases, day - FORTNIGHTLY.period()),
        purchases != null && purchases.count(day, FORTNIGHTLY.period()) > 0,
        FORTNIGHTLY.weight(days, day));
  }

  /** When a user gives the next example after a moment, if nothing is done until then. */
  public long nextMillis(String user, ActivityDays days, int day) {
    return stickiness.beginning(FORTNIGHTLY.next(user, days, day) + 1);
  }
}

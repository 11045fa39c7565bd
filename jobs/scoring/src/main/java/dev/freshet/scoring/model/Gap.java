package dev.freshet.scoring.model;

import dev.freshet.scoring.event.EventTime;

/**
 * How long a user was away before a choice or a read, in buckets: what helps after three minutes is
 * the next step of the same thing, after a month what has been popular for a long time.
 */
public final class Gap {

  /** Buckets. */
  public static final int COUNT = 5;

  /** That of a user who acted a moment ago. */
  public static final int NONE = 0;

  /** That of a user who was away for longer than any bound, or was never there. */
  public static final int LONGEST = COUNT - 1;

  private static final long MINUTE = 60_000L;
  private static final long[] LONGEST_MILLIS = {
    3 * MINUTE, 30 * MINUTE, 6 * 60 * MINUTE, 3 * 24 * 60 * MINUTE, Long.MAX_VALUE
  };
  private static final String[] LABELS = {"0m+", "3m+", "30m+", "6h+", "3d+"};

  private Gap() {}

  /**
   * The bucket of a time away.
   *
   * @param millis since the user's latest action; less than 0 counts as 0
   */
  public static int of(long millis) {
    int gap = NONE;
    while (millis > LONGEST_MILLIS[gap]) {
      gap++;
    }
    return gap;
  }

  /**
   * The bucket at a moment of a user who acted last at another.
   *
   * @param latestMillis when, or {@link EventTime#NEVER}
   */
  public static int between(long latestMillis, long nowMillis) {
    return latestMillis == EventTime.NEVER ? LONGEST : of(nowMillis - latestMillis);
  }

  /** The longest time away that is in a bucket; {@link Long#MAX_VALUE} for {@link #LONGEST}. */
  public static long longestMillis(int gap) {
    return LONGEST_MILLIS[gap];
  }

  /** The bucket's shortest time away, such as {@code 30m+}, for people to read. */
  public static String label(int gap) {
    return LABELS[gap];
  }
}

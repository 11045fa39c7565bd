package dev.freshet.scoring.engagement;

import java.io.Serializable;

/**
 * How often a condition must be met for one reward.
 *
 * @param count how many are needed, 1 to 1,000; of items at most {@value #MOST_ITEMS}
 * @param counted what is counted
 * @param within where counting begins anew; a streak is counted for ever
 */
public record Every(int count, Counted counted, Window within) implements Serializable {

  /** Distinct items that are told apart in one window; further ones do not count. */
  public static final int MOST_ITEMS = 200;

  private static final int MOST = 1_000;

  /** Each event. */
  public static final Every EVENT = new Every(1, Counted.EVENTS, Window.EVER);

  public Every {
    int most = counted == Counted.ITEMS ? MOST_ITEMS : MOST;
    if (count < 1 || count > most) {
      throw new IllegalArgumentException("every: count must be 1 to " + most + ", was " + count);
    }
    if (counted == Counted.STREAK && within != Window.EVER) {
      throw new IllegalArgumentException("every: a streak has no window");
    }
    if (counted == Counted.DAYS && count > days(within)) {
      throw new IllegalArgumentException(
          "every: a " + within.label() + " does not have " + count + " days");
    }
  }

  private static int days(Window within) {
    return switch (within) {
      case DAY -> 1;
      case WEEK -> 7;
      case MONTH -> 28;
      case EVER -> MOST;
    };
  }

  /** So many days in a row. */
  public static Every streak(int days) {
    return new Every(days, Counted.STREAK, Window.EVER);
  }

  /** A number that another way of counting hardly has: progress is kept with it. */
  int shape() {
    // What Objects.hash has of the three, without the array: each event asks for it several times.
    return ((31 + count) * 31 + counted.name().hashCode()) * 31 + within.name().hashCode();
  }
}

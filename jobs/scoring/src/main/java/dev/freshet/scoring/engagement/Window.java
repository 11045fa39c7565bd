package dev.freshet.scoring.engagement;

import java.time.LocalDate;
import java.util.Locale;

/**
 * A stretch of the calendar in which something is counted. Days are numbered from 1970-01-01 in the
 * platform's time zone.
 */
public enum Window {
  DAY,
  /** Monday to Sunday. */
  WEEK,
  MONTH,
  EVER;

  /** The day after the last of all. */
  static final int NO_END = Integer.MAX_VALUE;

  private static final int WEEK_DAYS = 7;

  /** From the Monday before to 1970-01-01, a Thursday. */
  private static final int MONDAY_TO_THURSDAY = 3;

  /** The first day of the window that a day lies in; 0 for {@link #EVER}. */
  public int firstDay(int day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day - Math.floorMod(day + MONDAY_TO_THURSDAY, WEEK_DAYS);
      case MONTH -> (int) LocalDate.ofEpochDay(day).withDayOfMonth(1).toEpochDay();
      case EVER -> 0;
    };
  }

  /** The first day after the window that begins with a day. */
  public int endDay(int firstDay) {
    return switch (this) {
      case DAY -> firstDay + 1;
      case WEEK -> firstDay + WEEK_DAYS;
      case MONTH -> (int) LocalDate.ofEpochDay(firstDay).plusMonths(1).toEpochDay();
      case EVER -> NO_END;
    };
  }

  /** Its name in rules and documents, such as {@code week}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;

/**
 * Whether a user is active again on one of the 28 days (UTC) after that of the first list, as the
 * engagement job has it of those whom a rule has met. Being shown a list is no activity.
 */
final class Following {

  private static final long FOLLOWED_DAYS = 28L;
  private static final long NO_DAY = Long.MIN_VALUE;

  private long firstDay = NO_DAY;
  private boolean hasReturned;

  /** A list is shown. */
  void show(long atMillis) {
    if (firstDay == NO_DAY) {
      firstDay = DayBook.dayOf(atMillis);
    }
  }

  /** The user does something, later than all lists and actions so far. */
  void act(long atMillis) {
    long day = DayBook.dayOf(atMillis);
    hasReturned |= firstDay != NO_DAY && day > firstDay && day <= firstDay + FOLLOWED_DAYS;
  }

  /** The last millisecond of the last day; {@link Long#MAX_VALUE} if nothing was shown. */
  long overMillis() {
    return firstDay == NO_DAY
        ? Long.MAX_VALUE
        : (firstDay + FOLLOWED_DAYS + 1L) * DayBook.DAY_MILLIS - 1L;
  }

  /** Whether the days are over when everything up to a moment is known. */
  boolean isOver(long passedMillis) {
    return firstDay != NO_DAY && passedMillis >= overMillis();
  }

  boolean hasReturned() {
    return hasReturned;
  }

  void write(StateWriter out) {
    out.number(firstDay);
    out.flag(hasReturned);
  }

  /** What {@link #write} wrote. */
  static Following read(StateReader in) {
    Following following = new Following();
    following.firstDay = in.number();
    following.hasReturned = in.flag();
    return following;
  }
}

package dev.freshet.scoring.experiment;

import java.util.Map;

/**
 * That a user counts otherwise than before.
 *
 * @param view where
 * @param before what the user's totals were; {@link Totals#NONE} if there were none
 * @param after what they are
 * @param covariate what was known of the user before, each time the same
 * @param programs 1 if the user is taken for a program from now on, else 0
 * @param days by the day of lists (UTC, counted from 1970) what has changed of it
 * @param atMillis when the last of it occurred
 */
public record ViewChange(
    View view,
    Totals before,
    Totals after,
    long covariate,
    int programs,
    Map<Long, DayCounts> days,
    long atMillis) {

  public ViewChange {
    days = Map.copyOf(days);
  }

  /** Whether anything is otherwise. */
  boolean isOne() {
    return programs > 0 || !before.equals(after) || !days.isEmpty();
  }
}

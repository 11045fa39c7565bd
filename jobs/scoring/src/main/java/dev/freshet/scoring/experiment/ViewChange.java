package dev.freshet.scoring.experiment;

import java.util.List;
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
 * @param reasons by why items were shown what has changed of all days
 * @param shown the items that were shown, by day
 * @param atMillis when the last of it occurred
 */
public record ViewChange(
    View view,
    Totals before,
    Totals after,
    long covariate,
    int programs,
    Map<Long, DayCounts> days,
    Map<ReasonKind, ReasonCounts> reasons,
    List<DayItems> shown,
    long atMillis) {

  public ViewChange {
    days = Map.copyOf(days);
    reasons = Map.copyOf(reasons);
    shown = List.copyOf(shown);
  }

  /** Whether anything is otherwise. */
  boolean isOne() {
    return programs > 0 || !before.equals(after) || !days.isEmpty();
  }
}

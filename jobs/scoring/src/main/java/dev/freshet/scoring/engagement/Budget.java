package dev.freshet.scoring.engagement;

import java.util.ArrayList;
import java.util.List;

/**
 * So many rewards of a rule and no more, for all users together: whoever earned one first gets it,
 * and of two at the same moment the user whose id comes first.
 */
public final class Budget {

  private Budget() {}

  /** Receives what is decided. */
  public interface Listener {

    /** There was budget left. */
    void given(Grant grant);

    /** The budget was spent before. */
    void refused(Grant grant);
  }

  /** Whether the budget of a reward was spent by so many, whoever earned it before. */
  public static boolean isSpent(long given, Grant grant) {
    return given >= grant.budget();
  }

  /**
   * Decides on what was earned up to a moment, before which nothing comes any more.
   *
   * @param given how many were given before
   * @param earned all of it that is not decided
   * @return how many are given now in all
   */
  public static long release(long given, List<Grant> earned, Listener listener) {
    List<Grant> due = new ArrayList<>(earned);
    due.sort(Grant.ORDER);
    long total = given;
    for (Grant grant : due) {
      if (isSpent(total, grant)) {
        listener.refused(grant);
      } else {
        // Who is held out takes nothing, but is compared with those who could be given something.
        total += grant.isHeldOut() ? 0 : 1;
        listener.given(grant);
      }
    }
    return total;
  }
}

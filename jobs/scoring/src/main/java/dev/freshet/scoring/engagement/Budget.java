package dev.freshet.scoring.engagement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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

  /**
   * Decides on what was earned up to a moment, before which nothing comes any more.
   *
   * @param given how many were given before
   * @param waiting what is not decided; what stays undecided is told to {@code undecided}
   * @return how many are given now in all
   */
  public static long release(
      long given,
      List<Grant> waiting,
      long untilMillis,
      Listener listener,
      Consumer<Grant> undecided) {
    List<Grant> due = new ArrayList<>();
    for (Grant grant : waiting) {
      if (grant.atMillis() <= untilMillis) {
        due.add(grant);
      } else {
        undecided.accept(grant);
      }
    }
    due.sort(Grant.ORDER);
    long total = given;
    for (Grant grant : due) {
      if (total < grant.budget()) {
        // Who is held out takes nothing, but is compared with those who could be given something.
        total += grant.isHeldOut() ? 0 : 1;
        listener.given(grant);
      } else {
        listener.refused(grant);
      }
    }
    return total;
  }
}

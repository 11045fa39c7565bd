package dev.freshet.scoring.listrule;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Rules as readers apply them, here everywhere, always and for everybody. */
public final class Served {

  private Served() {}

  /**
   * A rule without a reason.
   *
   * @param score of each item, where it is told
   */
  public static ServedRule rule(
      String id, ListAction action, double amount, double score, String... items) {
    boolean lists = action != ListAction.HIDE && action != ListAction.MOST;
    return new ServedRule(
        id,
        "",
        Set.of(),
        "",
        0L,
        ListRule.NO_END,
        action,
        amount,
        List.of(items),
        lists ? Collections.nCopies(items.length, score) : List.of());
  }
}

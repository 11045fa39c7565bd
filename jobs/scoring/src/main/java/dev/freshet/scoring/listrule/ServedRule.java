package dev.freshet.scoring.listrule;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A rule as readers apply it: which items it is about, which lists, and what it does with them. A
 * rule that names a group for each author is served as several of one id.
 *
 * @param id the rule's id: lower-case words and digits with hyphens between them
 * @param reason what to tell of an item that the rule has placed, in the platform's words; may be
 *     empty
 * @param placements where it applies; everywhere if empty, also where none is told
 * @param audience the audience whose members it applies to; everybody if empty
 * @param fromMillis its first moment, epoch milliseconds
 * @param untilMillis the first moment after it, epoch milliseconds; {@link Long#MAX_VALUE} if it
 *     goes on
 * @param action what it does
 * @param amount how much of it, see {@link ListAction}
 * @param items which items it is about, best first by their global score
 * @param scores the global score of each item relative to the zero of the pulse, 0 or less or more;
 *     empty for an action that lists nothing by itself ({@link ListAction#HIDE}, {@link
 *     ListAction#MOST})
 */
public record ServedRule(
    String id,
    String reason,
    Set<String> placements,
    String audience,
    long fromMillis,
    long untilMillis,
    ListAction action,
    double amount,
    List<String> items,
    List<Double> scores) {

  public ServedRule {
    placements = Set.copyOf(placements);
    items = List.copyOf(items);
    scores = List.copyOf(scores);
  }

  /**
   * A rule that applies everywhere, always and to everybody, and tells no reason.
   *
   * @param score the global score of all its items, where the action lists any
   */
  public static ServedRule always(
      String id, ListAction action, double amount, double score, String... items) {
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
        Collections.nCopies(action.lists() ? items.length : 0, score));
  }
}

package dev.freshet.recommendations;

import dev.freshet.scoring.Neighbours;
import dev.freshet.scoring.Shortlist;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the weights and the popularity that only a ranker has: a user's shortlist, or an
 * item's neighbours. Exactly one of the two is there.
 *
 * @param shortlist a user's
 * @param similar an item's
 */
public record Unranked(@Nullable Shortlist shortlist, @Nullable Similar similar) {

  /**
   * An item's neighbours to be published.
   *
   * @param item the item's id
   * @param atMillis as of when
   * @param neighbours its neighbours
   */
  public record Similar(String item, long atMillis, Neighbours neighbours) {}

  static Unranked user(Shortlist shortlist) {
    return new Unranked(shortlist, null);
  }

  static Unranked item(String item, long atMillis, Neighbours neighbours) {
    return new Unranked(null, new Similar(item, atMillis, neighbours));
  }
}

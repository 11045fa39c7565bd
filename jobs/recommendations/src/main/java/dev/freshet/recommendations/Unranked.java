package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Neighbours;
import dev.freshet.scoring.Shortlist;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the weights and the popularity that only a ranker has: a user's shortlist, or an
 * item's neighbours; or what is ready to be written. Exactly one of the three is there.
 *
 * @param shortlist a user's
 * @param similar an item's
 * @param ready what waits for nothing: passing by the ranker, it needs no exchange of its own to
 *     the writer, and so neither do the much larger lists
 */
public record Unranked(
    @Nullable Shortlist shortlist, @Nullable Similar similar, @Nullable RedisWrite ready) {

  /**
   * An item's neighbours to be published.
   *
   * @param neighbours its neighbours
   * @param atMillis as of when
   * @param settled whether nothing more will come, so that they are published as of the end
   */
  public record Similar(Neighbours neighbours, long atMillis, boolean settled) {}

  static Unranked user(Shortlist shortlist) {
    return new Unranked(shortlist, null, null);
  }

  static Unranked item(Neighbours neighbours, long atMillis, boolean settled) {
    return new Unranked(null, new Similar(neighbours, atMillis, settled), null);
  }

  static Unranked ready(RedisWrite write) {
    return new Unranked(null, null, write);
  }
}

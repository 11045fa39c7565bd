package dev.freshet.scoring.history;

import java.util.List;

/**
 * What one interaction changed in a user's history.
 *
 * @param from where the user stood with the item
 * @param to where the user stands now
 * @param tooLate whether the item lies before everything a full history still holds, so that its
 *     pairs can't be known
 * @param gains the pairs that changed
 * @param before fingerprint of the item directly before, 0 if there is none or this one is late
 */
public record HistoryChange(
    Engagement from, Engagement to, boolean tooLate, List<PairGain> gains, long before) {

  /** No moment at all. */
  public static final long NEVER = Long.MIN_VALUE;
}

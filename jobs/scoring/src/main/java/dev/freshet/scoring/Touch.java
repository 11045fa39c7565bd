package dev.freshet.scoring;

import java.util.List;

/**
 * What one interaction changed in a user's history.
 *
 * @param first whether the history did not hold the item before
 * @param strengthGain by how much the user's best strength for the item grew, 0 or more
 * @param tooLate whether the item lies before everything a full history still holds, so that its
 *     pairs can't be known
 * @param counted when the item now counts as touched, epoch milliseconds
 * @param uncounted when it counted as touched before, or {@link #NEVER}
 * @param gains the pairs that changed
 */
public record Touch(
    boolean first,
    double strengthGain,
    boolean tooLate,
    long counted,
    long uncounted,
    List<PairGain> gains) {

  /** No moment at all. */
  public static final long NEVER = Long.MIN_VALUE;
}

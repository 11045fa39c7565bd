package dev.freshet.scoring;

import java.util.function.LongConsumer;

/**
 * A change of the co-occurrence of two items in one user's history.
 *
 * @param earlier fingerprint of the item touched first
 * @param later fingerprint of the item touched after it
 * @param gain change of the pair's gain; negative when a late event pushes the two apart
 * @param next change of "came directly after", −1, 0 or 1
 * @param atMillis when the later item was touched, which is when the pair came to be
 */
public record PairGain(long earlier, long later, double gain, double next, long atMillis) {

  /** Names the rows that the change belongs in beside that of {@code item}. */
  public void forRowsBeside(long item, LongConsumer rows) {
    if (earlier != item) {
      rows.accept(earlier);
    }
    if (later != item) {
      rows.accept(later);
    }
  }

  /** Whether an item is one of the two. */
  public boolean has(long item) {
    return earlier == item || later == item;
  }
}

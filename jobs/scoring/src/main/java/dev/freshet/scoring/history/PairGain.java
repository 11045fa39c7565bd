package dev.freshet.scoring.history;

/**
 * A change of what two items have to do with each other in one user's history.
 *
 * @param earlier fingerprint of the item that came first
 * @param later fingerprint of the item that came after it
 * @param gain change of the pair's gain; negative when a late event pushes the two apart
 * @param next change of how often the later item came directly after the earlier one
 * @param before fingerprint of the item directly before these two, 0 if it is not known or {@code
 *     next} is 0
 * @param atMillis when the later item came, which is when the pair came to be
 */
public record PairGain(
    long earlier, long later, double gain, double next, long before, long atMillis) {

  /** Hears of a change for the row of an item. */
  public interface Row {
    void change(long item, PairGain pair);
  }

  /**
   * Tells the rows that the change belongs in, but for what the row of an item learns of its pairs
   * by a {@code RowUpdate}.
   */
  public void tellRows(long item, Row rows) {
    if (earlier != item) {
      rows.change(earlier, this);
    } else if (next != 0) {
      rows.change(earlier, new PairGain(earlier, later, 0.0, next, before, atMillis));
    }
    if (later != item && gain != 0) {
      rows.change(later, this);
    }
  }

  /** Whether an item is one of two whose gain changes. */
  public boolean changesPairOf(long item) {
    return gain != 0 && (earlier == item || later == item);
  }

  /** Whether another is of the same two items at the same moment. */
  boolean isOfSamePair(PairGain other) {
    return earlier == other.earlier && later == other.later && atMillis == other.atMillis;
  }

  /** The same with another change of how often they came directly after one another. */
  PairGain with(double otherNext, long otherBefore) {
    return new PairGain(
        earlier, later, gain, otherNext, otherNext == 0 ? 0 : otherBefore, atMillis);
  }
}

package dev.freshet.scoring.history;

import dev.freshet.scoring.codec.Varint;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The last steps of a user from item to item, in the order of time: each interaction counts,
 * however often an item comes again, but not one that follows on the same item.
 *
 * <p>What it tells are the transitions that it gains and loses, so that events which arrive late
 * lead to the same sums, as long as they come after the second one held. Those of one moment are
 * taken in the order in which they come: in a log of whole minutes it is all that tells the way.
 */
final class Trail {

  /**
   * Interactions held. When there are more, one between two others on its item goes, else the
   * oldest.
   */
  private static final int MOST = 6;

  private int size;
  private long[] items = new long[MOST + 1];
  private long[] millis = new long[MOST + 1];

  /** The item before the step that was entered last, or 0. */
  private long before;

  /** The item before the one that was entered last, or 0 if there is none or it was late. */
  long before() {
    return before;
  }

  /**
   * Enters an interaction.
   *
   * @param changes gets the transitions that changed: a pair that it has already of the same moment
   *     is told of its transition as well
   */
  void enter(long item, long atMillis, List<PairGain> changes) {
    int index = size;
    while (index > 0 && millis[index - 1] > atMillis) {
      index--;
    }
    if (index == 0 && size == MOST) {
      before = 0;
      return;
    }
    tell(index, -1, changes);
    insert(index, item, atMillis);
    tell(index, 1, changes);
    before = index == size - 1 ? stepBefore(index) : 0;
    if (size > MOST) {
      removeAt(expendable());
    }
  }

  private void insert(int index, long item, long atMillis) {
    System.arraycopy(items, index, items, index + 1, size - index);
    System.arraycopy(millis, index, millis, index + 1, size - index);
    items[index] = item;
    millis[index] = atMillis;
    size++;
  }

  private void removeAt(int index) {
    size--;
    System.arraycopy(items, index + 1, items, index, size - index);
    System.arraycopy(millis, index + 1, millis, index, size - index);
  }

  /** An interaction between two others on its item, or else the oldest. */
  private int expendable() {
    for (int i = 1; i < size - 1; i++) {
      if (items[i - 1] == items[i] && items[i] == items[i + 1]) {
        return i;
      }
    }
    return 0;
  }

  /** Tells the transitions to an index and to those behind it. */
  private void tell(int index, int sign, List<PairGain> changes) {
    for (int to = Math.max(1, index); to < size; to++) {
      if (items[to - 1] != items[to]) {
        add(
            new PairGain(items[to - 1], items[to], 0.0, sign, stepBefore(to - 1), millis[to]),
            changes);
      }
    }
  }

  /** The item of the step before that of an index, or 0. */
  private long stepBefore(int index) {
    int at = index;
    while (at >= 0 && items[at] == items[index]) {
      at--;
    }
    return at < 0 ? 0 : items[at];
  }

  private static void add(PairGain step, List<PairGain> changes) {
    for (int i = 0; i < changes.size(); i++) {
      PairGain known = changes.get(i);
      if (known.isOfSamePair(step)) {
        boolean isTakenBack = known.next() == -step.next() && known.before() == step.before();
        if (isTakenBack && known.gain() == 0) {
          changes.remove(i);
          return;
        }
        if (isTakenBack || known.next() == 0) {
          changes.set(i, known.with(isTakenBack ? 0.0 : step.next(), step.before()));
          return;
        }
      }
    }
    changes.add(step);
  }

  int serializedBytes() {
    return 1 + size * (Long.BYTES + Varint.MOST_BYTES);
  }

  /** Writes 8 bytes an interaction, and the milliseconds since the one before in {@link Varint}. */
  void serialize(ByteBuffer buffer) {
    buffer.put((byte) size);
    long previous = 0;
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]);
      Varint.put(buffer, millis[i] - previous);
      previous = millis[i];
    }
  }

  static Trail deserialize(ByteBuffer buffer) {
    Trail trail = new Trail();
    trail.size = buffer.get();
    long previous = 0;
    for (int i = 0; i < trail.size; i++) {
      trail.items[i] = buffer.getLong();
      trail.millis[i] = previous + Varint.get(buffer);
      previous = trail.millis[i];
    }
    return trail;
  }
}

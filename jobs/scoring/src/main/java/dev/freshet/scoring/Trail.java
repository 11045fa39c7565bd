package dev.freshet.scoring;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The last steps of a user from item to item, in the order of time: each touch counts, however
 * often an item comes again, but not one that follows on the same item.
 *
 * <p>What it tells are the transitions that it gains and loses, so that events which arrive late
 * lead to the same sums, as long as they come after the second touch held. Those of one moment are
 * taken in the order in which they come: in a log of whole minutes it is all that tells the way.
 */
final class Trail {

  /**
   * Touches held. When there are more, one between two others on its item goes, else the oldest.
   */
  private static final int MOST = 6;

  private int size;
  private long[] items = new long[MOST + 1];
  private long[] millis = new long[MOST + 1];

  /** The item before the step that was entered last, or 0. */
  private long before;

  /**
   * The item touched before the one that was entered last, or 0 if there is none or it was late.
   */
  long before() {
    return before;
  }

  /**
   * Enters a touch.
   *
   * @param changes gets the transitions that changed: a pair that it has already of the same moment
   *     is told of its transition as well
   */
  void enter(long item, long atMillis, List<PairGain> changes) {
    int place = size;
    while (place > 0 && millis[place - 1] > atMillis) {
      place--;
    }
    if (place == 0 && size == MOST) {
      before = 0;
      return;
    }
    tell(place, -1, changes);
    insert(place, item, atMillis);
    tell(place, 1, changes);
    before = place == size - 1 ? stepBefore(place) : 0;
    if (size > MOST) {
      removeAt(expendable());
    }
  }

  private void insert(int place, long item, long atMillis) {
    System.arraycopy(items, place, items, place + 1, size - place);
    System.arraycopy(millis, place, millis, place + 1, size - place);
    items[place] = item;
    millis[place] = atMillis;
    size++;
  }

  private void removeAt(int place) {
    size--;
    System.arraycopy(items, place + 1, items, place, size - place);
    System.arraycopy(millis, place + 1, millis, place, size - place);
  }

  /** A touch between two others on its item, or else the oldest. */
  private int expendable() {
    for (int i = 1; i < size - 1; i++) {
      if (items[i - 1] == items[i] && items[i] == items[i + 1]) {
        return i;
      }
    }
    return 0;
  }

  /** Tells the transitions to a place and to those behind it. */
  private void tell(int place, int sign, List<PairGain> changes) {
    for (int to = Math.max(1, place); to < size; to++) {
      if (items[to - 1] != items[to]) {
        add(
            new PairGain(items[to - 1], items[to], 0.0, sign, stepBefore(to - 1), millis[to]),
            changes);
      }
    }
  }

  /** The item of the step before that of a place, or 0. */
  private long stepBefore(int place) {
    int at = place;
    while (at >= 0 && items[at] == items[place]) {
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

  int packedBytes() {
    return 1 + size * (Long.BYTES + PackedNumbers.MOST_BYTES);
  }

  /** Writes 8 bytes a touch, and the milliseconds since the one before in {@link PackedNumbers}. */
  void pack(ByteBuffer buffer) {
    buffer.put((byte) size);
    long previous = 0;
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]);
      PackedNumbers.put(buffer, millis[i] - previous);
      previous = millis[i];
    }
  }

  static Trail unpack(ByteBuffer buffer) {
    Trail trail = new Trail();
    trail.size = buffer.get();
    long previous = 0;
    for (int i = 0; i < trail.size; i++) {
      trail.items[i] = buffer.getLong();
      trail.millis[i] = previous + PackedNumbers.get(buffer);
      previous = trail.millis[i];
    }
    return trail;
  }
}

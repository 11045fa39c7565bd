package dev.freshet.scoring.candidates;

import com.carrotsearch.hppc.LongHashSet;
import dev.freshet.scoring.codec.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The items that a user saw last, the latest at the end, and which of them were completed. Of the
 * last few it is known when, so that what arrives late finds its place.
 */
final class SeenItems {

  /** What came before has faded from what a user's list goes by. */
  private static final int MOST_TIMED = 10;

  private int size;
  private long[] items = new long[4];
  private boolean[] completed = new boolean[4];

  /** When the last items were seen, the last one first. */
  private long[] atMillis = new long[0];

  int size() {
    return size;
  }

  /** The fingerprint of an item, 0 the one seen longest ago. */
  long item(int index) {
    return items[index];
  }

  boolean contains(long item) {
    return indexOf(item) >= 0;
  }

  /**
   * Fingerprints of the last items seen, the last one first.
   *
   * @param most at most so many
   */
  long[] recent(int most) {
    long[] recent = new long[Math.min(most, size)];
    for (int i = 0; i < recent.length; i++) {
      recent[i] = items[size - 1 - i];
    }
    return recent;
  }

  /**
   * How many of the last items were seen after a moment, as far as it is known when.
   *
   * @return 0 to {@link #MOST_TIMED}
   */
  int seenAfter(long millis) {
    int after = 0;
    while (after < atMillis.length && atMillis[after] > millis) {
      after++;
    }
    return after;
  }

  /** Enters an item at its place by time; at most {@code bound} are kept. */
  void add(long item, boolean isCompleted, long millis, int bound) {
    int index = indexOf(item);
    if (index >= size - seenAfter(millis)) {
      completed[index] |= isCompleted;
      return;
    }
    boolean finished = isCompleted;
    if (index >= 0) {
      finished |= completed[index];
      remove(index);
    } else if (size >= bound) {
      remove(0);
    }
    insert(item, finished, millis);
  }

  private void insert(long item, boolean isCompleted, long millis) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
      completed = Arrays.copyOf(completed, size * 2);
    }
    int after = seenAfter(millis);
    int index = size - after;
    System.arraycopy(items, index, items, index + 1, after);
    System.arraycopy(completed, index, completed, index + 1, after);
    items[index] = item;
    completed[index] = isCompleted;
    size++;
    if (after < MOST_TIMED) {
      time(after, millis);
    }
  }

  private void time(int place, long millis) {
    long[] before = atMillis;
    atMillis = Arrays.copyOf(before, Math.min(MOST_TIMED, before.length + 1));
    System.arraycopy(before, place, atMillis, place + 1, atMillis.length - place - 1);
    atMillis[place] = millis;
  }

  private int indexOf(long item) {
    for (int i = size - 1; i >= 0; i--) {
      if (items[i] == item) {
        return i;
      }
    }
    return -1;
  }

  private void remove(int index) {
    size--;
    System.arraycopy(items, index + 1, items, index, size - index);
    System.arraycopy(completed, index + 1, completed, index, size - index);
    int place = size - index;
    if (place < atMillis.length) {
      System.arraycopy(atMillis, place + 1, atMillis, place, atMillis.length - place - 1);
      atMillis = Arrays.copyOf(atMillis, atMillis.length - 1);
    }
  }

  /** Whether an item seen must not be recommended. */
  boolean isExcluded(int index, Exclusion exclusion) {
    return switch (exclusion) {
      case TOUCHED -> true;
      case COMPLETED -> completed[index];
      case NOTHING -> false;
    };
  }

  /** Whether an item was seen, and so that it must not be recommended. */
  boolean isDone(long item, Exclusion exclusion) {
    int index = indexOf(item);
    return index >= 0 && isExcluded(index, exclusion);
  }

  /** Fingerprints of the items that must not be recommended. */
  LongHashSet excluded(Exclusion exclusion) {
    LongHashSet excluded = new LongHashSet(size);
    for (int i = 0; i < size; i++) {
      if (isExcluded(i, exclusion)) {
        excluded.add(items[i]);
      }
    }
    return excluded;
  }

  /** The most bytes that {@link #serialize} writes. */
  int mostBytes() {
    return 3 * Varint.MOST_INT_BYTES
        + size * (Long.BYTES + 1)
        + atMillis.length * Varint.MOST_BYTES;
  }

  /** Writes 8 bytes an item, and a bit, and some 3 for the time of one that has it. */
  void serialize(ByteBuffer buffer) {
    Varint.put(buffer, size);
    BitSet finished = new BitSet();
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]);
      finished.set(i, completed[i]);
    }
    byte[] bits = finished.toByteArray();
    Varint.put(buffer, bits.length);
    buffer.put(bits);
    Varint.put(buffer, atMillis.length);
    long after = 0;
    for (long millis : atMillis) {
      Varint.putSigned(buffer, millis - after);
      after = millis;
    }
  }

  /**
   * @param hasTimes whether {@link #serialize} wrote times already
   */
  static SeenItems deserialize(ByteBuffer buffer, boolean hasTimes) {
    SeenItems seen = new SeenItems();
    seen.size = Varint.getInt(buffer);
    seen.items = new long[Math.max(4, seen.size)];
    seen.completed = new boolean[Math.max(4, seen.size)];
    for (int i = 0; i < seen.size; i++) {
      seen.items[i] = buffer.getLong();
    }
    byte[] bits = new byte[Varint.getInt(buffer)];
    buffer.get(bits);
    BitSet finished = BitSet.valueOf(bits);
    for (int i = 0; i < seen.size; i++) {
      seen.completed[i] = finished.get(i);
    }
    seen.atMillis = new long[hasTimes ? Varint.getInt(buffer) : 0];
    long after = 0;
    for (int i = 0; i < seen.atMillis.length; i++) {
      after += Varint.getSigned(buffer);
      seen.atMillis[i] = after;
    }
    return seen;
  }
}

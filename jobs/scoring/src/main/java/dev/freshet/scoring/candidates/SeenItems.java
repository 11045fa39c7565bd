package dev.freshet.scoring.candidates;

import com.carrotsearch.hppc.LongHashSet;
import dev.freshet.scoring.codec.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** The items that a user saw last, the latest at the end, and which of them were completed. */
final class SeenItems {

  private int size;
  private long[] items = new long[4];
  private boolean[] completed = new boolean[4];

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

  /** Enters an item as the latest; at most {@code bound} are kept. */
  void add(long item, boolean isCompleted, int bound) {
    int index = indexOf(item);
    boolean finished = isCompleted;
    if (index >= 0) {
      finished |= completed[index];
      remove(index);
    } else if (size >= bound) {
      remove(0);
    }
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
      completed = Arrays.copyOf(completed, size * 2);
    }
    items[size] = item;
    completed[size] = finished;
    size++;
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
  }

  /** Whether an item seen must not be recommended. */
  boolean isExcluded(int index, Exclusion exclusion) {
    return switch (exclusion) {
      case TOUCHED -> true;
      case COMPLETED -> completed[index];
      case NOTHING -> false;
    };
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
    return 2 * Varint.MOST_INT_BYTES + size * (Long.BYTES + 1);
  }

  /** Writes 8 bytes an item, and a bit. */
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
  }

  static SeenItems deserialize(ByteBuffer buffer) {
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
    return seen;
  }
}

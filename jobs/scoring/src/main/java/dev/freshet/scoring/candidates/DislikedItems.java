package dev.freshet.scoring.candidates;

import com.carrotsearch.hppc.LongHashSet;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.event.EventTime;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The items that a user spoke against and has said nothing better of since, and when: the last one
 * at the end. They are on no list, whatever else is done with them.
 */
final class DislikedItems {

  /** Of more, the one that was spoken against longest ago goes. They are part of each list. */
  static final int MOST = 200;

  private int size;
  private long[] items = new long[0];
  private long[] atMillis = new long[0];

  int size() {
    return size;
  }

  /** The fingerprint of an item, 0 the one spoken against longest ago. */
  long item(int index) {
    return items[index];
  }

  /** When the user spoke against an item last, or {@link EventTime#NEVER}. */
  long since(long item) {
    int index = indexOf(item);
    return index < 0 ? EventTime.NEVER : atMillis[index];
  }

  boolean contains(long item) {
    return indexOf(item) >= 0;
  }

  /** Enters an item that is not among them. */
  void add(long item, long millis) {
    if (size == MOST) {
      removeAt(0);
    }
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(4, size * 2));
      atMillis = Arrays.copyOf(atMillis, items.length);
    }
    items[size] = item;
    atMillis[size] = millis;
    size++;
  }

  void remove(long item) {
    int index = indexOf(item);
    if (index >= 0) {
      removeAt(index);
    }
  }

  private void removeAt(int index) {
    size--;
    System.arraycopy(items, index + 1, items, index, size - index);
    System.arraycopy(atMillis, index + 1, atMillis, index, size - index);
  }

  private int indexOf(long item) {
    for (int i = size - 1; i >= 0; i--) {
      if (items[i] == item) {
        return i;
      }
    }
    return -1;
  }

  /** Adds their fingerprints to others, and gives back these. */
  LongHashSet addTo(LongHashSet others) {
    for (int i = 0; i < size; i++) {
      others.add(items[i]);
    }
    return others;
  }

  /** The most bytes that {@link #serialize} writes. */
  int mostBytes() {
    return Varint.MOST_INT_BYTES + size * (Long.BYTES + Varint.MOST_BYTES);
  }

  /** Writes 8 bytes an item, and some 4 for the time since the one before. */
  void serialize(ByteBuffer buffer) {
    Varint.put(buffer, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]);
      Varint.putSigned(buffer, atMillis[i] - before);
      before = atMillis[i];
    }
  }

  static DislikedItems deserialize(ByteBuffer buffer) {
    DislikedItems disliked = new DislikedItems();
    disliked.size = Varint.getInt(buffer);
    disliked.items = new long[disliked.size];
    disliked.atMillis = new long[disliked.size];
    long before = 0;
    for (int i = 0; i < disliked.size; i++) {
      disliked.items[i] = buffer.getLong();
      disliked.atMillis[i] = before + Varint.getSigned(buffer);
      before = disliked.atMillis[i];
    }
    return disliked;
  }
}

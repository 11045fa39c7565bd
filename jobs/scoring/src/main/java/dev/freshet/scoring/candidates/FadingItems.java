package dev.freshet.scoring.candidates;

import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.id.Fingerprint;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How often a user was shown items and did not take them. A list counts when the user had long
 * enough to take from it, and counts half as much after each half-life.
 *
 * <p>Lower places are looked at less, so they count less: place <i>r</i>, from 1, counts 1 ÷
 * log₂(<i>r</i> + 1) of a time (the discount of Järvelin, Kekäläinen 2002).
 */
final class FadingItems {

  /** Of more, the one that counts least goes. */
  static final int MOST = 200;

  /** Of a list that many places count. */
  static final int PLACES = 50;

  /** Of more lists that a user can still take from, the oldest one counts at once. */
  static final int LISTS = 8;

  private static final HalfLife HALF_LIFE = HalfLife.ofDays(14);

  private static final double LN_2 = Math.log(2.0);

  /** What is less is forgotten. */
  private static final float LEAST = 0.05f;

  private int size;
  private long[] items = new long[0];
  private float[] counts = new float[0];

  /** When the counts were what they are, or {@link EventTime#NEVER}. */
  private long asOfMillis = EventTime.NEVER;

  private final Deque<Pending> lists = new ArrayDeque<>(2);

  /** A list that the user can still take from, until a moment. */
  private record Pending(long id, long untilMillis, long[] items) {}

  boolean isEmpty() {
    return size == 0;
  }

  /** How often an item was shown and not taken, 0 or more; lower places count as less. */
  double count(long item) {
    int index = indexOf(item);
    return index < 0 ? 0.0 : counts[index];
  }

  /**
   * Counts the lists from which it is too late to take, then enters one that was shown.
   *
   * @param windowMillis how long the user may take from it
   * @return whether there were any
   */
  boolean show(ListExposure shown, long windowMillis) {
    boolean isAny = settle(shown.atMillis());
    long[] all = shown.items().stream().mapToLong(Fingerprint::of).toArray();
    show(Fingerprint.of(shown.id()), all, shown.atMillis() + windowMillis);
    return isAny;
  }

  /**
   * Enters a list that was shown, unless it was entered just before.
   *
   * @param id fingerprint of its identity
   * @param shown fingerprints of its items
   * @param untilMillis up to when the user may take from it
   */
  void show(long id, long[] shown, long untilMillis) {
    if (lists.stream().noneMatch(list -> list.id() == id)) {
      lists.addLast(
          new Pending(id, untilMillis, Arrays.copyOf(shown, Math.min(PLACES, shown.length))));
    }
  }

  /**
   * Counts the lists from which it is too late to take.
   *
   * @return whether there were any
   */
  boolean settle(long nowMillis) {
    boolean isAny = false;
    while (!lists.isEmpty()
        && (lists.getFirst().untilMillis() < nowMillis || lists.size() > LISTS)) {
      Pending list = lists.removeFirst();
      fade(list.untilMillis());
      addAll(list.items());
      isAny = true;
    }
    return isAny;
  }

  /** An item that the user takes has not been shown in vain. */
  void take(long item) {
    int index = indexOf(item);
    if (index >= 0) {
      removeAt(index);
    }
    for (Pending list : lists) {
      for (int i = 0; i < list.items().length; i++) {
        if (list.items()[i] == item) {
          list.items()[i] = 0;
        }
      }
    }
  }

  private void fade(long nowMillis) {
    if (asOfMillis != EventTime.NEVER && nowMillis > asOfMillis) {
      float left = (float) HALF_LIFE.decay(nowMillis - asOfMillis);
      for (int i = size - 1; i >= 0; i--) {
        counts[i] *= left;
        if (counts[i] < LEAST) {
          removeAt(i);
        }
      }
    }
    asOfMillis = Math.max(asOfMillis, nowMillis);
  }

  private void addAll(long[] shown) {
    for (int place = 0; place < shown.length; place++) {
      long item = shown[place];
      if (item != 0 && Arrays.stream(shown, 0, place).noneMatch(before -> before == item)) {
        add(item, (float) (LN_2 / Math.log(place + 2.0)));
      }
    }
  }

  private void add(long item, float by) {
    int index = indexOf(item);
    if (index >= 0) {
      counts[index] += by;
      return;
    }
    if (size == MOST) {
      removeAt(least());
    }
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(16, size * 2));
      counts = Arrays.copyOf(counts, items.length);
    }
    items[size] = item;
    counts[size] = by;
    size++;
  }

  private int least() {
    int least = 0;
    for (int i = 1; i < size; i++) {
      least = counts[i] < counts[least] ? i : least;
    }
    return least;
  }

  private void removeAt(int index) {
    size--;
    System.arraycopy(items, index + 1, items, index, size - index);
    System.arraycopy(counts, index + 1, counts, index, size - index);
  }

  private int indexOf(long item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        return i;
      }
    }
    return -1;
  }

  /** The most bytes that {@link #serialize} writes. */
  int mostBytes() {
    int ofLists =
        lists.stream()
            .mapToInt(
                list -> 2 * Long.BYTES + Varint.MOST_INT_BYTES + Long.BYTES * list.items().length)
            .sum();
    return 2 * Varint.MOST_INT_BYTES + Long.BYTES + size * (Long.BYTES + Float.BYTES) + ofLists;
  }

  /** Writes 12 bytes an item, and 8 for each place of a list that the user can still take from. */
  void serialize(ByteBuffer buffer) {
    Varint.put(buffer, size);
    Varint.put(buffer, lists.size());
    if (size > 0 || !lists.isEmpty()) {
      buffer.putLong(asOfMillis);
    }
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]).putFloat(counts[i]);
    }
    for (Pending list : lists) {
      buffer.putLong(list.id()).putLong(list.untilMillis());
      Varint.put(buffer, list.items().length);
      for (long item : list.items()) {
        buffer.putLong(item);
      }
    }
  }

  static FadingItems deserialize(ByteBuffer buffer) {
    FadingItems fading = new FadingItems();
    fading.size = Varint.getInt(buffer);
    int lists = Varint.getInt(buffer);
    if (fading.size > 0 || lists > 0) {
      fading.asOfMillis = buffer.getLong();
    }
    fading.items = new long[fading.size];
    fading.counts = new float[fading.size];
    for (int i = 0; i < fading.size; i++) {
      fading.items[i] = buffer.getLong();
      fading.counts[i] = buffer.getFloat();
    }
    for (int i = 0; i < lists; i++) {
      long id = buffer.getLong();
      long untilMillis = buffer.getLong();
      long[] items = new long[Varint.getInt(buffer)];
      for (int j = 0; j < items.length; j++) {
        items[j] = buffer.getLong();
      }
      fading.lists.addLast(new Pending(id, untilMillis, items));
    }
    return fading;
  }
}

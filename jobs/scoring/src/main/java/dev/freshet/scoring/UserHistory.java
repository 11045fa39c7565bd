package dev.freshet.scoring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The items a user touched, in the order in which they were first touched.
 *
 * <p>The co-occurrence that a history stands for is a function of the history alone: each pair of
 * items gains by their distance in it, as {@link PairGains} says. {@link #touch} returns how that
 * function changed, so that events which arrive late or in another order lead to the same sums. The
 * same holds of where the user stands with each item. Beside it the last steps are kept, of which
 * each counts as a transition, also those to items done before.
 */
public final class UserHistory {

  private static final byte VERSION = 5;

  private int touches;
  private Trail trail = new Trail();
  private int size;
  private long[] items = new long[8];
  private long[] firstMillis = new long[8];
  private float[] strengths = new float[8];

  /** Items held. */
  public int size() {
    return size;
  }

  /** Interactions entered, however many were with the same item. */
  public int touches() {
    return touches;
  }

  /** The fingerprint of the item at a place, 0 the oldest. */
  public long item(int place) {
    return items[place];
  }

  /** Where the user stands with an item. */
  public Standing standing(long item) {
    int place = placeOf(item);
    return place < 0 ? Standing.NONE : standingAt(place);
  }

  private Standing standingAt(int place) {
    return new Standing(firstMillis[place], strengths[place]);
  }

  /** Enters an interaction with its strength, within the bounds of the settings. */
  public Touch touch(Interaction interaction, RecommenderSettings settings) {
    return touch(
        Fingerprint.of(interaction.item()),
        interaction.atMillis(),
        InteractionStrength.of(interaction),
        settings.pairGains(),
        settings.history());
  }

  /**
   * Enters an interaction.
   *
   * @param item fingerprint of the item
   * @param atMillis when it was touched; may lie before what is held
   * @param strength the interaction's {@link InteractionStrength}
   * @param pairGains what a pair gains by its distance
   * @param bound at most so many items are kept, those first touched last
   */
  public Touch touch(long item, long atMillis, double strength, PairGains pairGains, int bound) {
    touches++;
    int place = placeOf(item);
    Standing from = place < 0 ? Standing.NONE : standingAt(place);
    // Kept as a float, so that what is told now is what will be told as the standing before.
    Standing to = from.with(atMillis, (float) strength);
    if (place >= 0 && to.firstMillis() == from.firstMillis()) {
      strengths[place] = (float) to.strength();
      return step(item, atMillis, from, to, false, new ArrayList<>(1));
    }
    List<PairGain> changes = new ArrayList<>(pairGains.pairs());
    if (place >= 0) {
      leave(place, pairGains, changes);
    } else if (size >= bound) {
      if (isAfter(0, item, atMillis)) {
        return step(item, atMillis, from, to, true, changes);
      }
      removeAt(0);
    }
    enter(placeFor(item, to.firstMillis()), item, to, pairGains, changes);
    return step(item, atMillis, from, to, false, changes);
  }

  /** Enters the touch into the trail, which adds to the changes. */
  private Touch step(
      long item,
      long atMillis,
      Standing from,
      Standing to,
      boolean isTooLate,
      List<PairGain> changes) {
    trail.enter(item, atMillis, changes);
    return new Touch(from, to, isTooLate, changes, trail.before());
  }

  /** Puts an item at a place: it gains pairs, and those around it move apart. */
  private void enter(
      int place, long item, Standing standing, PairGains pairGains, List<PairGain> changes) {
    insert(place, item, standing);
    changePairsOf(place, pairGains, 1, changes);
    changePairsAcross(place, pairGains, 1, changes);
  }

  /** Takes the item at a place away: it loses its pairs, and those around it move together. */
  private void leave(int place, PairGains pairGains, List<PairGain> changes) {
    changePairsOf(place, pairGains, -1, changes);
    changePairsAcross(place, pairGains, -1, changes);
    removeAt(place);
  }

  private void changePairsOf(int place, PairGains pairGains, int sign, List<PairGain> changes) {
    for (int i = 0; i < pairGains.pairs(); i++) {
      int distance = pairGains.distance(i);
      if (place - distance >= 0) {
        changePair(place - distance, place, distance, pairGains, sign, changes);
      }
      if (place + distance < size) {
        changePair(place, place + distance, distance, pairGains, sign, changes);
      }
    }
  }

  private void changePair(
      int earlier, int later, int distance, PairGains pairGains, int sign, List<PairGain> changes) {
    double gain = pairGains.at(distance, apartMillis(earlier, later));
    if (gain != 0) {
      add(earlier, later, sign * gain, changes);
    }
  }

  private long apartMillis(int earlier, int later) {
    return firstMillis[later] - firstMillis[earlier];
  }

  /** With the item at {@code place} between them two items are one place farther apart. */
  private void changePairsAcross(int place, PairGains pairGains, int sign, List<PairGain> changes) {
    int last = Math.min(size - 1, place + pairGains.reach());
    for (int later = place + 1; later <= last; later++) {
      int first = Math.max(0, later - pairGains.reach() - 1);
      for (int earlier = place - 1; earlier >= first; earlier--) {
        int apart = later - earlier;
        long apartMillis = apartMillis(earlier, later);
        double gain = pairGains.at(apart, apartMillis) - pairGains.at(apart - 1, apartMillis);
        if (gain != 0) {
          add(earlier, later, sign * gain, changes);
        }
      }
    }
  }

  private void add(int earlier, int later, double gain, List<PairGain> changes) {
    changes.add(new PairGain(items[earlier], items[later], gain, 0.0, 0L, firstMillis[later]));
  }

  private int placeOf(long item) {
    for (int i = size - 1; i >= 0; i--) {
      if (items[i] == item) {
        return i;
      }
    }
    return -1;
  }

  /** Ties of time are broken by fingerprint, so that the order does not depend on arrival. */
  private int placeFor(long item, long atMillis) {
    int place = size;
    while (place > 0 && isAfter(place - 1, item, atMillis)) {
      place--;
    }
    return place;
  }

  private boolean isAfter(int place, long item, long atMillis) {
    return firstMillis[place] > atMillis || (firstMillis[place] == atMillis && items[place] > item);
  }

  private void insert(int place, long item, Standing standing) {
    if (size == items.length) {
      grow(size * 2);
    }
    shift(place, place + 1, size - place);
    items[place] = item;
    firstMillis[place] = standing.firstMillis();
    strengths[place] = (float) standing.strength();
    size++;
  }

  private void removeAt(int place) {
    size--;
    shift(place + 1, place, size - place);
  }

  private void shift(int from, int to, int count) {
    System.arraycopy(items, from, items, to, count);
    System.arraycopy(firstMillis, from, firstMillis, to, count);
    System.arraycopy(strengths, from, strengths, to, count);
  }

  private void grow(int capacity) {
    items = Arrays.copyOf(items, capacity);
    firstMillis = Arrays.copyOf(firstMillis, capacity);
    strengths = Arrays.copyOf(strengths, capacity);
  }

  /**
   * The history as bytes, to be kept as state: 12 an item, and the milliseconds since the one
   * before in {@link PackedNumbers}, 4 bytes for up to three days; beside them the last touches.
   */
  public byte[] pack() {
    ByteBuffer buffer =
        ByteBuffer.allocate(
            1
                + 2 * PackedNumbers.MOST_INT_BYTES
                + trail.packedBytes()
                + size * (Long.BYTES + PackedNumbers.MOST_BYTES + Float.BYTES));
    buffer.put(VERSION);
    PackedNumbers.put(buffer, touches);
    trail.pack(buffer);
    PackedNumbers.put(buffer, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]);
      PackedNumbers.put(buffer, firstMillis[i] - before);
      buffer.putFloat(strengths[i]);
      before = firstMillis[i];
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The history that {@link #pack} wrote. */
  public static UserHistory unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("user history", VERSION, buffer.get());
    UserHistory history = new UserHistory();
    history.touches = PackedNumbers.getInt(buffer);
    history.trail = Trail.unpack(buffer);
    history.size = PackedNumbers.getInt(buffer);
    history.grow(Math.max(8, history.size));
    long before = 0;
    for (int i = 0; i < history.size; i++) {
      history.items[i] = buffer.getLong();
      history.firstMillis[i] = before + PackedNumbers.get(buffer);
      history.strengths[i] = buffer.getFloat();
      before = history.firstMillis[i];
    }
    return history;
  }
}

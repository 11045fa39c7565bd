package dev.freshet.scoring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items a user touched last, in the order in which they were first touched.
 *
 * <p>The co-occurrence that a history stands for is a function of the history alone: each pair of
 * items at most {@code reach} places apart gains {@code 1/√distance}. {@link #touch} returns how
 * that function changed, so that events which arrive late or in another order lead to the same
 * sums. A few more items than {@code reach} are kept so that a late item finds its neighbours.
 */
public final class UserHistory {

  private static final byte VERSION = 1;
  private static final int BYTES_PER_ITEM = 2 * Long.BYTES + Float.BYTES;

  private int size;
  private long[] items = new long[8];
  private long[] firstMillis = new long[8];
  private float[] strengths = new float[8];

  /** Items held. */
  public int size() {
    return size;
  }

  /** The fingerprint of the item at a place, 0 the oldest. */
  public long item(int place) {
    return items[place];
  }

  /** The best strength seen for the item at a place. */
  public double strength(int place) {
    return strengths[place];
  }

  /** Whether the item is among those held. */
  public boolean holds(long item) {
    return placeOf(item) >= 0;
  }

  /** Enters an interaction with its strength, within the reach and slack of the settings. */
  public Touch touch(Interaction interaction, RecommenderSettings settings) {
    return touch(
        Fingerprint.of(interaction.item()),
        interaction.atMillis(),
        InteractionStrength.of(interaction),
        settings.reach(),
        settings.slack());
  }

  /**
   * Enters an interaction.
   *
   * @param item fingerprint of the item
   * @param atMillis when it was touched; may lie before what is held
   * @param strength the interaction's {@link InteractionStrength}
   * @param reach largest distance of places at which two items still co-occur
   * @param slack places kept beyond {@code reach} for late events
   */
  public Touch touch(long item, long atMillis, double strength, int reach, int slack) {
    int place = placeOf(item);
    if (place < 0) {
      return enter(item, atMillis, strength, reach, slack);
    }

    double strengthGain = Math.max(0.0, strength - strengths[place]);
    strengths[place] = (float) Math.max(strength, strengths[place]);
    long before = firstMillis[place];
    if (atMillis >= before) {
      return new Touch(false, strengthGain, false, before, before, List.of());
    }
    Map<Pair, Gain> old = gains(reach);
    float kept = strengths[place];
    remove(place);
    insert(placeFor(item, atMillis), item, atMillis, kept);
    return new Touch(false, strengthGain, false, atMillis, before, difference(old, gains(reach)));
  }

  private Touch enter(long item, long atMillis, double strength, int reach, int slack) {
    int place = placeFor(item, atMillis);
    boolean full = size >= reach + slack;
    if (full && place == 0) {
      return new Touch(true, strength, true, atMillis, Touch.NEVER, List.of());
    }
    List<PairGain> changes;
    if (place == size) {
      insert(place, item, atMillis, (float) strength);
      changes = gainsOfLast(reach);
    } else {
      Map<Pair, Gain> old = gains(reach);
      insert(place, item, atMillis, (float) strength);
      changes = difference(old, gains(reach));
    }
    if (full) {
      remove(0);
    }
    return new Touch(true, strength, false, atMillis, Touch.NEVER, changes);
  }

  private List<PairGain> gainsOfLast(int reach) {
    int last = size - 1;
    int from = Math.max(0, last - reach);
    List<PairGain> changes = new ArrayList<>(last - from);
    for (int i = last - 1; i >= from; i--) {
      int distance = last - i;
      changes.add(
          new PairGain(
              items[i], items[last], gain(distance), distance == 1 ? 1 : 0, firstMillis[last]));
    }
    return changes;
  }

  private static double gain(int distance) {
    return 1.0 / Math.sqrt(distance);
  }

  private record Pair(long earlier, long later, long atMillis) {}

  private record Gain(double gain, double next) {

    private static final Gain NONE = new Gain(0, 0);
  }

  private Map<Pair, Gain> gains(int reach) {
    Map<Pair, Gain> all = new HashMap<>();
    for (int later = 1; later < size; later++) {
      for (int earlier = Math.max(0, later - reach); earlier < later; earlier++) {
        int distance = later - earlier;
        all.put(
            new Pair(items[earlier], items[later], firstMillis[later]),
            new Gain(gain(distance), distance == 1 ? 1 : 0));
      }
    }
    return all;
  }

  private static List<PairGain> difference(Map<Pair, Gain> before, Map<Pair, Gain> after) {
    List<PairGain> changes = new ArrayList<>();
    after.forEach((pair, gain) -> addChange(changes, pair, before.get(pair), gain));
    before.forEach(
        (pair, gain) -> {
          if (!after.containsKey(pair)) {
            addChange(changes, pair, gain, Gain.NONE);
          }
        });
    return changes;
  }

  private static void addChange(
      List<PairGain> changes, Pair pair, @Nullable Gain before, Gain after) {
    Gain from = before == null ? Gain.NONE : before;
    if (!from.equals(after)) {
      changes.add(
          new PairGain(
              pair.earlier(),
              pair.later(),
              after.gain() - from.gain(),
              after.next() - from.next(),
              pair.atMillis()));
    }
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

  private void insert(int place, long item, long atMillis, float strength) {
    if (size == items.length) {
      int capacity = size * 2;
      items = Arrays.copyOf(items, capacity);
      firstMillis = Arrays.copyOf(firstMillis, capacity);
      strengths = Arrays.copyOf(strengths, capacity);
    }
    System.arraycopy(items, place, items, place + 1, size - place);
    System.arraycopy(firstMillis, place, firstMillis, place + 1, size - place);
    System.arraycopy(strengths, place, strengths, place + 1, size - place);
    items[place] = item;
    firstMillis[place] = atMillis;
    strengths[place] = strength;
    size++;
  }

  private void remove(int place) {
    size--;
    System.arraycopy(items, place + 1, items, place, size - place);
    System.arraycopy(firstMillis, place + 1, firstMillis, place, size - place);
    System.arraycopy(strengths, place + 1, strengths, place, size - place);
  }

  /** The history as bytes, 20 an item, to be kept as state. */
  public byte[] pack() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + Integer.BYTES + size * BYTES_PER_ITEM);
    buffer.put(VERSION).putInt(size);
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]).putLong(firstMillis[i]).putFloat(strengths[i]);
    }
    return buffer.array();
  }

  /** The history that {@link #pack} wrote. */
  public static UserHistory unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("user history", VERSION, buffer.get());
    UserHistory history = new UserHistory();
    int count = buffer.getInt();
    for (int i = 0; i < count; i++) {
      long item = buffer.getLong();
      long first = buffer.getLong();
      history.insert(i, item, first, buffer.getFloat());
    }
    return history;
  }
}

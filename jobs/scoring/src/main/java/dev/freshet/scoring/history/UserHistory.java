package dev.freshet.scoring.history;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionStrength;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.id.Fingerprint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The items a user interacted with, in the order of the first interactions.
 *
 * <p>The co-occurrence that a history stands for is a function of the history alone: each pair of
 * items gains by their distance in it, as {@link PairGains} says. {@link #update} returns how that
 * function changed, so that events which arrive late or in another order lead to the same sums. The
 * same holds of where the user stands with each item. Beside it the last steps are kept, of which
 * each counts as a transition, also those to items seen before.
 */
public final class UserHistory {

  /** Does not say which interaction was learned from last: then it was the last one. */
  private static final byte WITHOUT_EXAMPLES = 5;

  public static final Layout LAYOUT = Layout.of("user history", 6).reading(WITHOUT_EXAMPLES);

  private int interactions;
  private int lastExample;
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
  public int interactions() {
    return interactions;
  }

  /**
   * How many interactions there were when the model was last given one to learn from, that one
   * included; 0 if there was none.
   */
  public int lastExample() {
    return lastExample;
  }

  /** Says that the model is given the last interaction to learn from. */
  public void giveExample() {
    lastExample = interactions;
  }

  /** The fingerprint of the item at an index, 0 the oldest. */
  public long item(int index) {
    return items[index];
  }

  /** Where the user stands with an item. */
  public Engagement engagement(long item) {
    int index = indexOf(item);
    return index < 0 ? Engagement.NONE : engagementAt(index);
  }

  private Engagement engagementAt(int index) {
    return new Engagement(firstMillis[index], strengths[index]);
  }

  /**
   * Enters an interaction with its strength, within the bounds of the settings. One that speaks
   * against its item is counted, but is no step, pairs nothing and leaves the user where they stood
   * with the item.
   */
  public HistoryChange update(Interaction interaction, HistorySettings settings) {
    long item = Fingerprint.of(interaction.item());
    if (Opinion.of(interaction) == Opinion.AGAINST) {
      interactions++;
      Engagement standing = engagement(item);
      return new HistoryChange(standing, standing, false, List.of(), 0L);
    }
    return update(
        item,
        interaction.atMillis(),
        InteractionStrength.of(interaction),
        settings.pairGains(),
        settings.size());
  }

  /**
   * Enters an interaction.
   *
   * @param item fingerprint of the item
   * @param atMillis when it was; may lie before what is held
   * @param strength the interaction's {@link InteractionStrength}
   * @param pairGains what a pair gains by its distance
   * @param bound at most so many items are kept, the newest by first interaction
   */
  public HistoryChange update(
      long item, long atMillis, double strength, PairGains pairGains, int bound) {
    interactions++;
    int index = indexOf(item);
    Engagement from = index < 0 ? Engagement.NONE : engagementAt(index);
    // Kept as a float, so that what is told now is what will be told as the engagement before.
    Engagement to = from.with(atMillis, (float) strength);
    if (index >= 0 && to.firstMillis() == from.firstMillis()) {
      strengths[index] = (float) to.strength();
      return step(item, atMillis, from, to, false, new ArrayList<>(1));
    }
    List<PairGain> changes = new ArrayList<>(pairGains.pairs());
    if (index >= 0) {
      leave(index, pairGains, changes);
    } else if (size >= bound) {
      if (isAfter(0, item, atMillis)) {
        return step(item, atMillis, from, to, true, changes);
      }
      removeAt(0);
    }
    enter(indexFor(item, to.firstMillis()), item, to, pairGains, changes);
    return step(item, atMillis, from, to, false, changes);
  }

  /** Enters the interaction into the trail, which adds to the changes. */
  private HistoryChange step(
      long item,
      long atMillis,
      Engagement from,
      Engagement to,
      boolean isTooLate,
      List<PairGain> changes) {
    trail.enter(item, atMillis, changes);
    return new HistoryChange(from, to, isTooLate, changes, trail.before());
  }

  /** Puts an item at an index: it gains pairs, and those around it move apart. */
  private void enter(
      int index, long item, Engagement engagement, PairGains pairGains, List<PairGain> changes) {
    insert(index, item, engagement);
    changePairsOf(index, pairGains, 1, changes);
    changePairsAcross(index, pairGains, 1, changes);
  }

  /** Takes the item at an index away: it loses its pairs, and those around it move together. */
  private void leave(int index, PairGains pairGains, List<PairGain> changes) {
    changePairsOf(index, pairGains, -1, changes);
    changePairsAcross(index, pairGains, -1, changes);
    removeAt(index);
  }

  private void changePairsOf(int index, PairGains pairGains, int sign, List<PairGain> changes) {
    for (int i = 0; i < pairGains.pairs(); i++) {
      int distance = pairGains.distance(i);
      if (index - distance >= 0) {
        changePair(index - distance, index, distance, pairGains, sign, changes);
      }
      if (index + distance < size) {
        changePair(index, index + distance, distance, pairGains, sign, changes);
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

  /** With the item at {@code index} between them two items are one place farther apart. */
  private void changePairsAcross(int index, PairGains pairGains, int sign, List<PairGain> changes) {
    int last = Math.min(size - 1, index + pairGains.window());
    for (int later = index + 1; later <= last; later++) {
      int first = Math.max(0, later - pairGains.window() - 1);
      for (int earlier = index - 1; earlier >= first; earlier--) {
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

  private int indexOf(long item) {
    for (int i = size - 1; i >= 0; i--) {
      if (items[i] == item) {
        return i;
      }
    }
    return -1;
  }

  /** Ties of time are broken by fingerprint, so that the order does not depend on arrival. */
  private int indexFor(long item, long atMillis) {
    int index = size;
    while (index > 0 && isAfter(index - 1, item, atMillis)) {
      index--;
    }
    return index;
  }

  private boolean isAfter(int index, long item, long atMillis) {
    return firstMillis[index] > atMillis || (firstMillis[index] == atMillis && items[index] > item);
  }

  private void insert(int index, long item, Engagement engagement) {
    if (size == items.length) {
      grow(size * 2);
    }
    shift(index, index + 1, size - index);
    items[index] = item;
    firstMillis[index] = engagement.firstMillis();
    strengths[index] = (float) engagement.strength();
    size++;
  }

  private void removeAt(int index) {
    size--;
    shift(index + 1, index, size - index);
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
   * before in {@link Varint}, 4 bytes for up to three days; beside them the last interactions.
   */
  public byte[] serialize() {
    ByteBuffer buffer =
        ByteBuffer.allocate(
            1
                + 3 * Varint.MOST_INT_BYTES
                + trail.serializedBytes()
                + size * (Long.BYTES + Varint.MOST_BYTES + Float.BYTES));
    buffer.put(LAYOUT.version());
    Varint.put(buffer, interactions);
    Varint.put(buffer, interactions - lastExample);
    trail.serialize(buffer);
    Varint.put(buffer, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]);
      Varint.put(buffer, firstMillis[i] - before);
      buffer.putFloat(strengths[i]);
      before = firstMillis[i];
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The history that {@link #serialize} wrote. */
  public static UserHistory deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte version = buffer.get();
    LAYOUT.require(version);
    UserHistory history = new UserHistory();
    history.interactions = Varint.getInt(buffer);
    int since = version == WITHOUT_EXAMPLES ? 0 : Varint.getInt(buffer);
    history.lastExample = history.interactions - since;
    history.trail = Trail.deserialize(buffer);
    history.size = Varint.getInt(buffer);
    history.grow(Math.max(8, history.size));
    long before = 0;
    for (int i = 0; i < history.size; i++) {
      history.items[i] = buffer.getLong();
      history.firstMillis[i] = before + Varint.get(buffer);
      history.strengths[i] = buffer.getFloat();
      before = history.firstMillis[i];
    }
    return history;
  }
}

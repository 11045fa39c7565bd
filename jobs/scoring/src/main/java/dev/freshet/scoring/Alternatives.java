package dev.freshet.scoring;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongIntHashMap;
import java.util.Arrays;

/**
 * What a user could choose at one moment, with all signals: their candidates, the pulse, and the
 * best items of their strongest tags, without what is excluded.
 *
 * <p>The trainer learns from it and the ranker ranks it, so that both see the same. Reusable:
 * {@link #fill} starts anew.
 */
public final class Alternatives {

  private final RecommenderSettings settings;
  private final LongIntHashMap seen = new LongIntHashMap();
  private final LongHashSet excluded = new LongHashSet();
  private int size;
  private int[] places = new int[512];
  private long[] because = new long[512];
  private double[] signals = new double[512 * Signal.COUNT];
  private ItemTable.Matcher matcher;

  public Alternatives(RecommenderSettings settings, ItemTable table) {
    this.settings = settings;
    matcher = table.matcher(Interests.NONE);
  }

  /** How many alternatives there are. */
  public int size() {
    return size;
  }

  /** An alternative's place in the item table. */
  public int place(int alternative) {
    return places[alternative];
  }

  /** The fingerprint of the item that speaks for an alternative, or 0. */
  public long because(int alternative) {
    return because[alternative];
  }

  /** The user's interests, ready for matching. */
  public ItemTable.Matcher matcher() {
    return matcher;
  }

  /** Alternative by alternative, {@link Signal#COUNT} numbers each; valid until the next fill. */
  public double[] signals() {
    return signals;
  }

  /** The alternative that is the item, or {@link ChoiceModel#OUTSIDE}. */
  public int indexOf(long item) {
    return seen.getOrDefault(item, ChoiceModel.OUTSIDE);
  }

  /** Collects what the user could choose. */
  public void fill(Shortlist user, ItemTable table, Pulse pulse) {
    size = 0;
    seen.clear();
    excluded.clear();
    int lastDone = user.done().length - 1;
    for (int i = 0; i <= lastDone; i++) {
      if (user.excluded()[i]) {
        excluded.add(Fingerprint.of(user.done()[i]));
      }
    }
    for (int i = 0; i < user.size(); i++) {
      int index = add(user.items()[i], table);
      if (index >= 0) {
        int at = index * Signal.COUNT;
        signals[at + Signal.SIMILAR.place()] = Signal.personal(user.similar()[i]);
        signals[at + Signal.AFTER.place()] = Signal.personal(user.after()[i]);
        signals[at + Signal.NEXT.place()] = Signal.personal(user.next()[i]);
        because[index] = user.because()[i];
      }
    }
    for (int i = lastDone; i >= 0 && i > lastDone - settings.reach(); i--) {
      if (!user.excluded()[i]) {
        int index = add(Fingerprint.of(user.done()[i]), table);
        if (index >= 0) {
          signals[index * Signal.COUNT + Signal.AGAIN.place()] =
              Signal.personal(1.0 / (1 + lastDone - i));
        }
      }
    }
    for (long item : pulse.items()) {
      add(item, table);
    }
    matcher = table.matcher(user.interests());
    for (int tag : matcher.strongestTags(settings.strongestTags())) {
      for (int place : table.bestOf(tag)) {
        add(table.fingerprint(place), table);
      }
    }
    for (int i = 0; i < size; i++) {
      int at = i * Signal.COUNT;
      signals[at + Signal.INTEREST.place()] = Signal.personal(matcher.match(places[i]));
      signals[at + Signal.VECTOR.place()] =
          Signal.personal(table.vectorMatch(places[i], user.vector()));
    }
  }

  private int add(long item, ItemTable table) {
    int known = seen.getOrDefault(item, -1);
    if (known >= 0) {
      return known;
    }
    int place = table.placeOf(item);
    if (place < 0 || table.isRetired(place) || excluded.contains(item)) {
      return -1;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      because = Arrays.copyOf(because, size * 2);
      signals = Arrays.copyOf(signals, signals.length * 2);
    }
    int at = size * Signal.COUNT;
    table.globals(place, signals, at);
    Arrays.fill(signals, at + Signal.GLOBALS, at + Signal.COUNT, 0.0);
    places[size] = place;
    because[size] = 0;
    seen.put(item, size);
    return size++;
  }
}

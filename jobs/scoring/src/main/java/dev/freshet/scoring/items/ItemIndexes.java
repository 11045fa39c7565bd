package dev.freshet.scoring.items;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Which item has which index in the columns of an {@link ItemTable}. An item keeps its index until
 * it is forgotten; then another may get it.
 */
final class ItemIndexes {

  /** An item of another name has the fingerprint already. */
  static final int REFUSED = -1;

  private final ToLongFunction<String> fingerprint;
  private final LongIntHashMap indexes = new LongIntHashMap();
  private final IntArrayList free = new IntArrayList();
  private String[] ids = new String[64];
  private long[] fingerprints = new long[64];

  /** Indexes ever taken. */
  private int bound;

  private long refused;

  /**
   * @param fingerprint of an id, not 0; {@link Fingerprint#of} but in tests
   */
  ItemIndexes(ToLongFunction<String> fingerprint) {
    this.fingerprint = fingerprint;
  }

  int size() {
    return indexes.size();
  }

  /** All indexes are below it. */
  int bound() {
    return bound;
  }

  /** The length of columns that have room for all indexes. */
  int capacity() {
    return ids.length;
  }

  boolean isTaken(int index) {
    return fingerprints[index] != 0;
  }

  /** The index of an item, or −1 when it is not known. */
  int indexOf(long item) {
    return indexes.getOrDefault(item, -1);
  }

  /** The index of the item with this name, or −1 when it is not known. */
  int indexOf(String id) {
    int index = indexOf(fingerprint.applyAsLong(id));
    return index >= 0 && ids[index].equals(id) ? index : -1;
  }

  String id(int index) {
    return ids[index];
  }

  long fingerprint(int index) {
    return fingerprints[index];
  }

  int[] all() {
    return IntStream.range(0, bound).filter(this::isTaken).toArray();
  }

  /** How often an item was refused since its fingerprint is that of another. */
  long refused() {
    return refused;
  }

  /**
   * The index of an item, which is new or known.
   *
   * @return {@link #REFUSED} if another item has its fingerprint
   */
  int enter(String id) {
    long item = fingerprint.applyAsLong(id);
    int known = indexOf(item);
    if (known < 0) {
      return take(id, item);
    }
    if (!ids[known].equals(id)) {
      refused++;
      return REFUSED;
    }
    return known;
  }

  private int take(String id, long item) {
    int index = free.isEmpty() ? bound++ : free.removeAt(free.size() - 1);
    if (index == ids.length) {
      ids = Arrays.copyOf(ids, bound * 2);
      fingerprints = Arrays.copyOf(fingerprints, bound * 2);
    }
    ids[index] = id;
    fingerprints[index] = item;
    indexes.put(item, index);
    return index;
  }

  void forget(int index) {
    indexes.remove(fingerprints[index]);
    ids[index] = "";
    fingerprints[index] = 0;
    free.add(index);
  }
}

package dev.freshet.runtime.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map that knows which of its entries were not used of late: each has a mark that use sets and a
 * passing cursor clears, and what the cursor finds cleared may go (the "clock" or "second chance"
 * approximation of least recently used).
 *
 * <p>A hit writes one mark and moves no pointer. A list in order of access would dirty three
 * objects per hit, which the garbage collector then has to trace.
 */
final class ClockTable<K, V> {

  private final Map<K, Entry<K, V>> entries = new HashMap<>();

  /** All entries, each at its place. */
  private final List<Entry<K, V>> clock = new ArrayList<>();

  private int dirty;
  private long serializedBytes;
  private int cursor;

  /** A value with what the cache knows of it. */
  static final class Entry<K, V> {

    final K key;
    V value;

    /** When it was last used in a way that prolongs its life, by the clock of the task. */
    long stampMillis;

    private int place;
    private int serializedSize;
    private boolean isUsed;
    private boolean isDirty;

    private Entry(K key, V value, int place) {
      this.key = key;
      this.value = value;
      this.place = place;
    }

    void use() {
      isUsed = true;
    }

    boolean isDirty() {
      return isDirty;
    }
  }

  int size() {
    return clock.size();
  }

  int dirty() {
    return dirty;
  }

  /** The sum of all serialized sizes known. */
  long serializedBytes() {
    return serializedBytes;
  }

  /** The entry at a place, from 0 to {@link #size} − 1. */
  Entry<K, V> at(int place) {
    return clock.get(place);
  }

  @Nullable Entry<K, V> find(K key) {
    return entries.get(key);
  }

  /** Enters a key that is absent. */
  Entry<K, V> insert(K key, V value) {
    Entry<K, V> entry = new Entry<>(key, value, clock.size());
    entries.put(key, entry);
    clock.add(entry);
    return entry;
  }

  void remove(Entry<K, V> entry) {
    markClean(entry);
    serialized(entry, 0);
    entries.remove(entry.key);
    Entry<K, V> last = clock.remove(clock.size() - 1);
    if (last != entry) {
      clock.set(entry.place, last);
      last.place = entry.place;
    }
  }

  void clear() {
    entries.clear();
    clock.clear();
    dirty = 0;
    serializedBytes = 0;
  }

  /** Tells how large the value was when it was last seen serialized. */
  void serialized(Entry<K, V> entry, int bytes) {
    serializedBytes += bytes - entry.serializedSize;
    entry.serializedSize = bytes;
  }

  void markDirty(Entry<K, V> entry) {
    dirty += entry.isDirty ? 0 : 1;
    entry.isDirty = true;
  }

  void markClean(Entry<K, V> entry) {
    dirty -= entry.isDirty ? 1 : 0;
    entry.isDirty = false;
  }

  /** The next entry not used since the cursor last passed it; the table must not be empty. */
  Entry<K, V> victim() {
    while (true) {
      cursor = cursor < clock.size() ? cursor : 0;
      Entry<K, V> entry = clock.get(cursor);
      if (!entry.isUsed) {
        return entry;
      }
      entry.isUsed = false;
      cursor++;
    }
  }
}

package dev.freshet.runtime.state;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hash table that knows which of its entries were not used of late: each has a mark that use sets
 * and a passing cursor clears, and what the cursor finds cleared may go (the "clock" or "second
 * chance" approximation of least recently used).
 *
 * <p>Open addressing over parallel arrays: a hit writes one byte and moves no pointer. A list in
 * order of access would dirty three objects per hit, which the garbage collector then has to trace.
 * A slot is valid until the next insertion or removal.
 */
final class ClockTable<K, V> {

  static final int ABSENT = -1;

  private static final int SMALLEST = 16;
  private static final byte USED = 1;
  private static final byte DIRTY = 2;

  private @Nullable Object[] keys = new Object[SMALLEST];
  private @Nullable Object[] values = new Object[SMALLEST];
  private long[] stamps = new long[SMALLEST];
  private int[] serializedSizes = new int[SMALLEST];
  private byte[] marks = new byte[SMALLEST];
  private int size;
  private int dirty;
  private long serializedBytes;
  private int cursor;

  int size() {
    return size;
  }

  int dirty() {
    return dirty;
  }

  /** The sum of all serialized sizes known. */
  long serializedBytes() {
    return serializedBytes;
  }

  /** One more than the highest slot. */
  int slots() {
    return keys.length;
  }

  boolean isTaken(int slot) {
    return keys[slot] != null;
  }

  int find(K key) {
    for (int slot = home(key); ; slot = next(slot)) {
      Object there = keys[slot];
      if (there == null) {
        return ABSENT;
      }
      if (there == key || there.equals(key)) {
        return slot;
      }
    }
  }

  /** Enters a key that is absent. */
  int insert(K key, V value) {
    if ((size + 1) * 3L > keys.length * 2L) {
      grow();
    }
    int slot = freeFor(key);
    keys[slot] = key;
    values[slot] = value;
    size++;
    return slot;
  }

  void remove(int slot) {
    markClean(slot);
    serialized(slot, 0);
    size--;
    int gap = slot;
    for (int from = next(gap); keys[from] != null; from = next(from)) {
      int home = home(keys[from]);
      if (((from - home) & (keys.length - 1)) >= ((from - gap) & (keys.length - 1))) {
        move(from, gap);
        gap = from;
      }
    }
    keys[gap] = null;
    values[gap] = null;
    stamps[gap] = 0;
    serializedSizes[gap] = 0;
    marks[gap] = 0;
  }

  private void move(int from, int to) {
    keys[to] = keys[from];
    values[to] = values[from];
    stamps[to] = stamps[from];
    serializedSizes[to] = serializedSizes[from];
    marks[to] = marks[from];
  }

  void clear() {
    Arrays.fill(keys, null);
    Arrays.fill(values, null);
    Arrays.fill(marks, (byte) 0);
    Arrays.fill(serializedSizes, 0);
    size = 0;
    dirty = 0;
    serializedBytes = 0;
  }

  @SuppressWarnings("unchecked")
  K key(int slot) {
    return (K) Objects.requireNonNull(keys[slot]);
  }

  @SuppressWarnings("unchecked")
  V value(int slot) {
    return (V) Objects.requireNonNull(values[slot]);
  }

  void replace(int slot, V value) {
    values[slot] = value;
  }

  long stamp(int slot) {
    return stamps[slot];
  }

  void stamp(int slot, long millis) {
    stamps[slot] = millis;
  }

  /** Tells how large the value was when it was last seen serialized. */
  void serialized(int slot, int bytes) {
    serializedBytes += bytes - serializedSizes[slot];
    serializedSizes[slot] = bytes;
  }

  void use(int slot) {
    marks[slot] |= USED;
  }

  boolean isDirty(int slot) {
    return (marks[slot] & DIRTY) != 0;
  }

  void markDirty(int slot) {
    if (!isDirty(slot)) {
      dirty++;
      marks[slot] |= DIRTY;
    }
  }

  void markClean(int slot) {
    if (isDirty(slot)) {
      dirty--;
      marks[slot] &= ~DIRTY;
    }
  }

  /** The next entry not used since the cursor last passed it; the table must not be empty. */
  int victim() {
    for (; ; cursor = next(cursor)) {
      if (keys[cursor] != null) {
        if ((marks[cursor] & USED) == 0) {
          return cursor;
        }
        marks[cursor] &= ~USED;
      }
    }
  }

  private void grow() {
    ClockTable<K, V> small = new ClockTable<>();
    small.keys = keys;
    small.values = values;
    int capacity = keys.length * 2;
    long[] oldStamps = stamps;
    int[] oldSizes = serializedSizes;
    byte[] oldMarks = marks;
    keys = new Object[capacity];
    values = new Object[capacity];
    stamps = new long[capacity];
    serializedSizes = new int[capacity];
    marks = new byte[capacity];
    cursor = 0;
    for (int old = 0; old < small.slots(); old++) {
      if (small.isTaken(old)) {
        int slot = freeFor(small.key(old));
        keys[slot] = small.key(old);
        values[slot] = small.value(old);
        stamps[slot] = oldStamps[old];
        serializedSizes[slot] = oldSizes[old];
        marks[slot] = oldMarks[old];
      }
    }
  }

  private int freeFor(Object key) {
    int slot = home(key);
    while (keys[slot] != null) {
      slot = next(slot);
    }
    return slot;
  }

  /** Fibonacci hashing: the product's upper bits depend on all bits of the hash. */
  private int home(Object key) {
    return (key.hashCode() * 0x9E3779B9) >>> (32 - Integer.numberOfTrailingZeros(keys.length));
  }

  private int next(int slot) {
    return (slot + 1) & (keys.length - 1);
  }
}

package dev.freshet.scoring.similarity;

import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.decay.DecayedSums;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.top.TopK;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What came after an item, by the item that had come before it: transitions of second order,
 * decayed.
 *
 * <p>Bounded: it grows to a quarter more than {@value #BOUND} and is then cut to the most frequent.
 */
public final class Paths extends DecayedSums {

  static final int BOUND = 64;

  private static final int MOST = BOUND + BOUND / 4;

  /** A path that one user took is not yet what everybody does. */
  private static final float PRIOR = 1.0f;

  /** Half-lives from the landmark to a weight: the sums are floats, which have less head-room. */
  private static final double FARTHEST_OF_FLOATS = 60;

  private static final int BYTES = Integer.BYTES + Long.BYTES + Float.BYTES;

  private int size;

  /** The items before, by half of their fingerprints: one of so few is hardly taken for another. */
  private int[] befores = new int[0];

  private long[] items = new long[0];
  private float[] sums = new float[0];

  public Paths() {
    super(FARTHEST_OF_FLOATS);
  }

  /** Enters that {@code weight} users, negative to take back, went on to an item. */
  public void add(long before, long item, double weight, long atMillis, HalfLife halfLife) {
    double inflation = inflate(atMillis, halfLife);
    int index = indexFor((int) before, item);
    sums[index] += (float) (weight * inflation);
  }

  @Override
  protected void rescale(double factor) {
    for (int i = 0; i < size; i++) {
      sums[i] *= (float) factor;
    }
  }

  private int indexFor(int before, long item) {
    for (int i = 0; i < size; i++) {
      if (befores[i] == before && items[i] == item) {
        return i;
      }
    }
    if (size == MOST) {
      cut();
    }
    if (size == items.length) {
      grow(Math.min(MOST, size + size / 2 + 2));
    }
    befores[size] = before;
    items[size] = item;
    sums[size] = 0;
    return size++;
  }

  private void cut() {
    double[] values = IntStream.range(0, size).mapToDouble(i -> sums[i]).toArray();
    // Both halves decide ties, so that no order of arrival shows.
    long[] ids =
        IntStream.range(0, size).mapToLong(i -> items[i] ^ ((long) befores[i] << 32)).toArray();
    int[] kept = TopK.select(values, ids, size, BOUND);
    Arrays.sort(kept);
    for (int i = 0; i < kept.length; i++) {
      befores[i] = befores[kept[i]];
      items[i] = items[kept[i]];
      sums[i] = sums[kept[i]];
    }
    size = kept.length;
  }

  private void grow(int capacity) {
    befores = Arrays.copyOf(befores, capacity);
    items = Arrays.copyOf(items, capacity);
    sums = Arrays.copyOf(sums, capacity);
  }

  /** Where those went on to who had come from an item; 0 is none. */
  public Onward from(long before, long nowMillis, HalfLife halfLife) {
    int count = 0;
    float total = 0;
    for (int i = 0; i < size && before != 0; i++) {
      if (befores[i] == (int) before && sums[i] > 0) {
        count++;
        total += sums[i];
      }
    }
    if (count == 0) {
      return Onward.NONE;
    }
    float all = total + PRIOR / (float) deflate(nowMillis, halfLife);
    long[] onward = new long[count];
    float[] shares = new float[count];
    for (int i = 0, next = 0; next < count; i++) {
      if (befores[i] == (int) before && sums[i] > 0) {
        onward[next] = items[i];
        shares[next++] = sums[i] / all;
      }
    }
    return new Onward(onward, shares);
  }

  public int serializedBytes() {
    return Varint.MOST_INT_BYTES + Long.BYTES + size * BYTES;
  }

  /** Writes 16 bytes a path. */
  public void serialize(ByteBuffer buffer) {
    Varint.put(buffer, size);
    if (size > 0) {
      buffer.putLong(landmarkMillis());
    }
    for (int i = 0; i < size; i++) {
      buffer.putInt(befores[i]).putLong(items[i]).putFloat(sums[i]);
    }
  }

  public static Paths deserialize(ByteBuffer buffer) {
    Paths paths = new Paths();
    paths.size = Varint.getInt(buffer);
    paths.grow(paths.size);
    if (paths.size > 0) {
      paths.restoreLandmark(buffer.getLong());
    }
    for (int i = 0; i < paths.size; i++) {
      paths.befores[i] = buffer.getInt();
      paths.items[i] = buffer.getLong();
      paths.sums[i] = buffer.getFloat();
    }
    return paths;
  }
}

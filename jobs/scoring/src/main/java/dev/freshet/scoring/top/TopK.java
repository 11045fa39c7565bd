package dev.freshet.scoring.top;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Picks the indexes with the highest values, ties by id, so that no order of arrival shows. */
public final class TopK {

  private TopK() {}

  /**
   * The indexes of the {@code limit} highest of the first {@code size} values, highest first.
   *
   * @param values a value an index; NaN counts as lowest; reordered never
   * @param ids break ties: the lower id comes first
   */
  public static int[] of(double[] values, long[] ids, int size, int limit) {
    int[] indexes = select(values, ids, size, limit);
    sort(indexes, values, ids);
    return indexes;
  }

  /** The same indexes in no particular order, which is cheaper. */
  public static int[] select(double[] values, long[] ids, int size, int limit) {
    int bound = Math.min(size, Math.max(0, limit));
    if (bound == size) {
      return IntStream.range(0, size).toArray();
    }
    return bound == 0 ? new int[0] : selectAbove(values, ids, size, bound);
  }

  private static int[] selectAbove(double[] values, long[] ids, int size, int bound) {
    double threshold = highest(values, size, bound);
    int[] indexes = new int[bound];
    int[] tied = new int[size];
    int held = 0;
    int ties = 0;
    for (int i = 0; i < size; i++) {
      if (values[i] > threshold) {
        indexes[held++] = i;
      } else if (!(values[i] < threshold)) {
        tied[ties++] = i;
      }
    }
    if (ties > bound - held) {
      long[] tiedIds = new long[ties];
      for (int i = 0; i < ties; i++) {
        tiedIds[i] = ids[tied[i]];
      }
      Arrays.sort(tiedIds);
      long last = tiedIds[bound - held - 1];
      for (int i = 0; held < bound; i++) {
        if (ids[tied[i]] <= last) {
          indexes[held++] = tied[i];
        }
      }
    } else {
      System.arraycopy(tied, 0, indexes, held, ties);
    }
    return indexes;
  }

  /** The value that is {@code rank}-th from above: quickselect (Hoare 1961), middle as pivot. */
  private static double highest(double[] values, int size, int rank) {
    double[] scratch = Arrays.copyOf(values, size);
    for (int i = 0; i < size; i++) {
      if (Double.isNaN(scratch[i])) {
        scratch[i] = Double.NEGATIVE_INFINITY;
      }
    }
    int low = 0;
    int high = size - 1;
    int wanted = rank - 1;
    while (low < high) {
      double pivot = scratch[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (scratch[i] > pivot) {
          i++;
        }
        while (scratch[j] < pivot) {
          j--;
        }
        if (i <= j) {
          double held = scratch[i];
          scratch[i++] = scratch[j];
          scratch[j--] = held;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        break;
      }
    }
    return scratch[wanted];
  }

  /**
   * Sorts numbers that hold most of a value and its index in the array, which is several times as
   * fast as comparing through three arrays; then, with a comparison, what their bits leave open.
   */
  private static void sort(int[] indexes, double[] values, long[] ids) {
    long indexMask = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(indexes.length))) - 1;
    long[] keys = new long[indexes.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (descending(values[indexes[i]]) & ~indexMask) | i;
    }
    Arrays.sort(keys);
    int[] unsorted = indexes.clone();
    for (int i = 0; i < keys.length; i++) {
      indexes[i] = unsorted[(int) (keys[i] & indexMask)];
    }
    int from = 0;
    for (int to = 1; to <= keys.length; to++) {
      if (to == keys.length || ((keys[to] ^ keys[from]) & ~indexMask) != 0) {
        if (to - from > 1) {
          sort(indexes, from, to, values, ids);
        }
        from = to;
      }
    }
  }

  /** A number that is the lower the higher the value; NaN has the highest. */
  private static long descending(double value) {
    if (Double.isNaN(value)) {
      return Long.MAX_VALUE;
    }
    // Adding 0 makes a negative zero positive.
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return ~(bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE));
  }

  private static void sort(int[] indexes, int from, int to, double[] values, long[] ids) {
    int[] sorted =
        Arrays.stream(indexes, from, to)
            .boxed()
            .sorted((one, other) -> compare(one, other, values, ids))
            .mapToInt(Integer::intValue)
            .toArray();
    System.arraycopy(sorted, 0, indexes, from, sorted.length);
  }

  private static int compare(int one, int other, double[] values, long[] ids) {
    long key = descending(values[one]);
    long otherKey = descending(values[other]);
    return key == otherKey ? Long.compare(ids[one], ids[other]) : Long.compare(key, otherKey);
  }
}

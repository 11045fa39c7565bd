package dev.freshet.scoring.top;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Picks the indexes with the highest values, ties by id, so that no order of arrival shows. */
public final class TopK {

  /** Fewer values than this are not worth a histogram. */
  private static final int FEW = 48;

  /** A bucket of a histogram with more values is not sorted one by one. */
  private static final int CROWD = 24;

  /** So many values that are out of order after sorting by numbers are moved one by one. */
  private static final int FEW_ALIKE = 16;

  private static final int[] NEIGHBOURS = {1};

  /** Ciura's gaps for Shell sort. */
  private static final int[] GAPS = {701, 301, 132, 57, 23, 10, 4, 1};

  private TopK() {}

  /**
   * The indexes of the {@code limit} highest of the first {@code size} values, highest first.
   *
   * @param values a value an index; NaN counts as lowest; reordered never
   * @param ids break ties: the lower id comes first
   */
  public static int[] of(double[] values, long[] ids, int size, int limit) {
    int bound = Math.min(size, Math.max(0, limit));
    int[] indexes;
    if (size < FEW || bound == 0) {
      indexes = selectByPivot(values, ids, size, bound);
    } else {
      Histogram histogram = new Histogram(values, size);
      int lowest = histogram.bucketOfRank(bound);
      indexes = histogram.indexesFrom(lowest);
      if (histogram.mostCrowded(lowest) <= CROWD) {
        sort(indexes, values, ids, 1);
        return Arrays.copyOf(indexes, bound);
      }
      indexes = cut(indexes, histogram.count(lowest), values, ids, bound);
    }
    sort(indexes, values, ids);
    return indexes;
  }

  /** The same indexes in no particular order, which is cheaper. */
  public static int[] select(double[] values, long[] ids, int size, int limit) {
    int bound = Math.min(size, Math.max(0, limit));
    if (bound == size) {
      return IntStream.range(0, size).toArray();
    }
    if (size < FEW || bound == 0) {
      return selectByPivot(values, ids, size, bound);
    }
    Histogram histogram = new Histogram(values, size);
    int lowest = histogram.bucketOfRank(bound);
    return cut(histogram.indexesFrom(lowest), histogram.count(lowest), values, ids, bound);
  }

  /** The {@code bound} strongest of indexes of which all but the last {@code contested} are. */
  private static int[] cut(int[] indexes, int contested, double[] values, long[] ids, int bound) {
    int certain = indexes.length - contested;
    if (indexes.length > bound) {
      double[] someValues = new double[contested];
      long[] someIds = new long[contested];
      for (int i = 0; i < contested; i++) {
        someValues[i] = values[indexes[certain + i]];
        someIds[i] = ids[indexes[certain + i]];
      }
      int[] chosen = selectByPivot(someValues, someIds, contested, bound - certain);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = indexes[certain + chosen[i]];
      }
      System.arraycopy(chosen, 0, indexes, certain, chosen.length);
    }
    return Arrays.copyOf(indexes, bound);
  }

  private static int[] selectByPivot(double[] values, long[] ids, int size, int bound) {
    int[] indexes = new int[bound];
    if (bound == 0) {
      return indexes;
    }
    double[] scratch = Arrays.copyOf(values, size);
    for (int i = 0; i < size; i++) {
      if (Double.isNaN(scratch[i])) {
        scratch[i] = Double.NEGATIVE_INFINITY;
      }
    }
    double threshold = highest(scratch, size, bound);
    int held = 0;
    int ties = 0;
    int lastTie = 0;
    for (int i = 0; i < size; i++) {
      if (values[i] > threshold) {
        indexes[held++] = i;
      } else if (!(values[i] < threshold)) {
        ties++;
        lastTie = i;
      }
    }
    if (ties == 1 && held < bound) {
      indexes[held] = lastTie;
    } else if (held < bound) {
      fillWithTies(indexes, held, ties, threshold, values, ids, size);
    }
    return indexes;
  }

  private static void fillWithTies(
      int[] indexes, int held, int ties, double threshold, double[] values, long[] ids, int size) {
    long[] tied = new long[ties];
    int[] tiedIndexes = new int[ties];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (!(values[i] > threshold) && !(values[i] < threshold)) {
        tied[count] = ids[i];
        tiedIndexes[count++] = i;
      }
    }
    int missing = indexes.length - held;
    if (ties > missing) {
      long last = lowest(tied.clone(), missing);
      for (int i = 0; i < ties && held < indexes.length; i++) {
        if (tied[i] <= last) {
          indexes[held++] = tiedIndexes[i];
        }
      }
    } else {
      System.arraycopy(tiedIndexes, 0, indexes, held, missing);
    }
  }

  /** The value that is {@code rank}-th from above: quickselect (Hoare 1961), middle as pivot. */
  private static double highest(double[] values, int size, int rank) {
    int low = 0;
    int high = size - 1;
    int wanted = rank - 1;
    while (low < high) {
      double pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] > pivot) {
          i++;
        }
        while (values[j] < pivot) {
          j--;
        }
        if (i <= j) {
          double held = values[i];
          values[i++] = values[j];
          values[j--] = held;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        return values[wanted];
      }
    }
    return values[wanted];
  }

  /** The id that is {@code rank}-th from below, by quickselect as well. */
  private static long lowest(long[] ids, int rank) {
    int low = 0;
    int high = ids.length - 1;
    int wanted = rank - 1;
    while (low < high) {
      long pivot = ids[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (ids[i] < pivot) {
          i++;
        }
        while (ids[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long held = ids[i];
          ids[i++] = ids[j];
          ids[j--] = held;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        return ids[wanted];
      }
    }
    return ids[wanted];
  }

  /**
   * Sorts by numbers that hold most of a value and its index in the array, which is several times
   * as fast as comparing through three arrays; what the bits left out decide is put right after.
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
    for (int gap : isNearlySorted(keys, ~indexMask) ? NEIGHBOURS : GAPS) {
      sort(indexes, values, ids, gap);
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

  /** Whether few values are alike but for the bits left out. */
  private static boolean isNearlySorted(long[] keys, long mask) {
    int alike = 0;
    for (int i = 1; i < keys.length; i++) {
      if (((keys[i] ^ keys[i - 1]) & mask) == 0) {
        alike++;
      }
    }
    return alike <= FEW_ALIKE;
  }

  /** One pass of Shell sort. */
  private static void sort(int[] indexes, double[] values, long[] ids, int gap) {
    for (int i = gap; i < indexes.length; i++) {
      int index = indexes[i];
      int j = i;
      while (j >= gap && before(index, indexes[j - gap], values, ids)) {
        indexes[j] = indexes[j - gap];
        j -= gap;
      }
      indexes[j] = index;
    }
  }

  private static boolean before(int index, int other, double[] values, long[] ids) {
    double value = values[index];
    double otherValue = values[other];
    if (value > otherValue) {
      return true;
    }
    if (value < otherValue) {
      return false;
    }
    boolean isNumber = !Double.isNaN(value);
    return isNumber == !Double.isNaN(otherValue) ? ids[index] < ids[other] : isNumber;
  }
}

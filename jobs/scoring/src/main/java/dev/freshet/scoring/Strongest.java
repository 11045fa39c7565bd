package dev.freshet.scoring;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Picks the places with the highest values, ties by id, so that no order of arrival shows. */
final class Strongest {

  /** Fewer values than this are not worth a histogram. */
  private static final int FEW = 48;

  /** A bucket of a histogram with more values is not sorted one by one. */
  private static final int CROWD = 24;

  /** So many values that are out of order after sorting by numbers are moved one by one. */
  private static final int FEW_ALIKE = 16;

  private static final int[] NEIGHBOURS = {1};

  /** Ciura's gaps for Shell sort. */
  private static final int[] GAPS = {701, 301, 132, 57, 23, 10, 4, 1};

  private Strongest() {}

  /**
   * The places of the {@code limit} highest of the first {@code size} values, highest first.
   *
   * @param values a value a place; NaN counts as lowest; reordered never
   * @param ids break ties: the lower id comes first
   */
  static int[] of(double[] values, long[] ids, int size, int limit) {
    int bound = Math.min(size, Math.max(0, limit));
    int[] places;
    if (size < FEW || bound == 0) {
      places = selectByPivot(values, ids, size, bound);
    } else {
      Histogram histogram = new Histogram(values, size);
      int lowest = histogram.bucketOfRank(bound);
      places = histogram.placesFrom(lowest);
      if (histogram.mostCrowded(lowest) <= CROWD) {
        sort(places, values, ids, 1);
        return Arrays.copyOf(places, bound);
      }
      places = cut(places, histogram.count(lowest), values, ids, bound);
    }
    sort(places, values, ids);
    return places;
  }

  /** The same places in no particular order, which is cheaper. */
  static int[] select(double[] values, long[] ids, int size, int limit) {
    int bound = Math.min(size, Math.max(0, limit));
    if (bound == size) {
      return IntStream.range(0, size).toArray();
    }
    if (size < FEW || bound == 0) {
      return selectByPivot(values, ids, size, bound);
    }
    Histogram histogram = new Histogram(values, size);
    int lowest = histogram.bucketOfRank(bound);
    return cut(histogram.placesFrom(lowest), histogram.count(lowest), values, ids, bound);
  }

  /** The {@code bound} strongest of places of which all but the last {@code contested} are. */
  private static int[] cut(int[] places, int contested, double[] values, long[] ids, int bound) {
    int certain = places.length - contested;
    if (places.length > bound) {
      double[] someValues = new double[contested];
      long[] someIds = new long[contested];
      for (int i = 0; i < contested; i++) {
        someValues[i] = values[places[certain + i]];
        someIds[i] = ids[places[certain + i]];
      }
      int[] chosen = selectByPivot(someValues, someIds, contested, bound - certain);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = places[certain + chosen[i]];
      }
      System.arraycopy(chosen, 0, places, certain, chosen.length);
    }
    return Arrays.copyOf(places, bound);
  }

  private static int[] selectByPivot(double[] values, long[] ids, int size, int bound) {
    int[] places = new int[bound];
    if (bound == 0) {
      return places;
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
        places[held++] = i;
      } else if (!(values[i] < threshold)) {
        ties++;
        lastTie = i;
      }
    }
    if (ties == 1 && held < bound) {
      places[held] = lastTie;
    } else if (held < bound) {
      fillWithTies(places, held, ties, threshold, values, ids, size);
    }
    return places;
  }

  private static void fillWithTies(
      int[] places, int held, int ties, double threshold, double[] values, long[] ids, int size) {
    long[] tied = new long[ties];
    int[] tiedPlaces = new int[ties];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (!(values[i] > threshold) && !(values[i] < threshold)) {
        tied[count] = ids[i];
        tiedPlaces[count++] = i;
      }
    }
    int missing = places.length - held;
    if (ties > missing) {
      long last = lowest(tied.clone(), missing);
      for (int i = 0; i < ties && held < places.length; i++) {
        if (tied[i] <= last) {
          places[held++] = tiedPlaces[i];
        }
      }
    } else {
      System.arraycopy(tiedPlaces, 0, places, held, missing);
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
   * Sorts by numbers that hold most of a value and its place in the array, which is several times
   * as fast as comparing through three arrays; what the bits left out decide is put right after.
   */
  private static void sort(int[] places, double[] values, long[] ids) {
    long placeMask = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(places.length))) - 1;
    long[] keys = new long[places.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (descending(values[places[i]]) & ~placeMask) | i;
    }
    Arrays.sort(keys);
    int[] unsorted = places.clone();
    for (int i = 0; i < keys.length; i++) {
      places[i] = unsorted[(int) (keys[i] & placeMask)];
    }
    for (int gap : isNearlySorted(keys, ~placeMask) ? NEIGHBOURS : GAPS) {
      sort(places, values, ids, gap);
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
  private static void sort(int[] places, double[] values, long[] ids, int gap) {
    for (int i = gap; i < places.length; i++) {
      int place = places[i];
      int j = i;
      while (j >= gap && before(place, places[j - gap], values, ids)) {
        places[j] = places[j - gap];
        j -= gap;
      }
      places[j] = place;
    }
  }

  private static boolean before(int place, int other, double[] values, long[] ids) {
    double value = values[place];
    double otherValue = values[other];
    if (value > otherValue) {
      return true;
    }
    if (value < otherValue) {
      return false;
    }
    boolean isNumber = !Double.isNaN(value);
    return isNumber == !Double.isNaN(otherValue) ? ids[place] < ids[other] : isNumber;
  }
}

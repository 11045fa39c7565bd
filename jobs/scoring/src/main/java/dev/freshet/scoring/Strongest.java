package dev.freshet.scoring;

import java.util.Arrays;

/** Picks the places with the highest values, ties by id, so that no order of arrival shows. */
final class Strongest {

  private Strongest() {}

  /**
   * The places of the {@code limit} highest of the first {@code size} values, highest first.
   *
   * @param values a value a place; NaN counts as lowest; reordered never
   * @param ids break ties: the lower id comes first
   */
  static int[] of(double[] values, long[] ids, int size, int limit) {
    int[] places = select(values, ids, size, limit);
    sort(places, values, ids);
    return places;
  }

  /** The same places in no particular order, which is cheaper. */
  static int[] select(double[] values, long[] ids, int size, int limit) {
    int bound = Math.min(size, Math.max(0, limit));
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
    double threshold = bound == size ? Double.NEGATIVE_INFINITY : highest(scratch, size, bound);
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
   * Shell sort (Ciura's gaps): places are few, and nothing has to be boxed. The values are sorted
   * along, so that comparing them does not have to look them up.
   */
  private static void sort(int[] places, double[] values, long[] ids) {
    double[] sorted = new double[places.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values[places[i]];
    }
    for (int gap : GAPS) {
      for (int i = gap; i < places.length; i++) {
        int place = places[i];
        double value = sorted[i];
        int j = i;
        while (j >= gap && before(place, value, places[j - gap], sorted[j - gap], ids)) {
          places[j] = places[j - gap];
          sorted[j] = sorted[j - gap];
          j -= gap;
        }
        places[j] = place;
        sorted[j] = value;
      }
    }
  }

  private static final int[] GAPS = {701, 301, 132, 57, 23, 10, 4, 1};

  private static boolean before(int place, double value, int other, double otherValue, long[] ids) {
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

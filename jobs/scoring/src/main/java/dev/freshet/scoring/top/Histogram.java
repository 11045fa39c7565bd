package dev.freshet.scoring.top;

/**
 * Values sorted roughly, into buckets by height: enough to find the highest of them without
 * comparing each with others, which a processor foresees badly.
 *
 * <p>Buckets are of the same height; where no value is below 0 they are of the same ratio, since
 * sums of co-occurrence are many small ones and few large.
 */
final class Histogram {

  private static final int BUCKETS = 256;

  private static final int MANTISSA_BITS = 52;

  /** Of the same ratio, a bucket is a sixteenth of an octave. */
  private static final int RATIO_BITS = MANTISSA_BITS - 4;

  private final int[] bucketOf;
  private final int[] counts = new int[BUCKETS];

  /**
   * @param values in any order; NaN counts as lowest
   * @param size how many of them
   */
  Histogram(double[] values, int size) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      double value = values[i];
      if (value < low && value > Double.NEGATIVE_INFINITY) {
        low = value;
      }
      if (value > high && value < Double.POSITIVE_INFINITY) {
        high = value;
      }
    }
    bucketOf = new int[size];
    if (low >= 0) {
      countByRatio(values, high);
    } else {
      countByDifference(values, low, high);
    }
  }

  private void countByDifference(double[] values, double low, double high) {
    double scale = (BUCKETS - 1) / (high - low);
    for (int i = 0; i < bucketOf.length; i++) {
      // Casting makes 0 of NaN and the largest numbers of infinities.
      count(i, (int) ((values[i] - low) * scale));
    }
  }

  private void countByRatio(double[] values, double high) {
    long top = Double.doubleToRawLongBits(high);
    for (int i = 0; i < bucketOf.length; i++) {
      double value = values[i];
      long below = value > 0 ? (top - Double.doubleToRawLongBits(value)) >> RATIO_BITS : BUCKETS;
      count(i, (int) (BUCKETS - 1 - Math.min(BUCKETS, below)));
    }
  }

  private void count(int index, int bucket) {
    int bounded = Math.max(0, Math.min(BUCKETS - 1, bucket));
    bucketOf[index] = bounded;
    counts[bounded]++;
  }

  /** How many values are in a bucket. */
  int count(int bucket) {
    return counts[bucket];
  }

  /** The bucket that holds the value which is {@code rank}-th from above, 1 being the highest. */
  int bucketOfRank(int rank) {
    int bucket = BUCKETS;
    for (int above = 0; above < rank; above += counts[bucket]) {
      bucket--;
    }
    return bucket;
  }

  /** The most values in any bucket from {@code lowest} up. */
  int mostCrowded(int lowest) {
    int most = 0;
    for (int bucket = lowest; bucket < BUCKETS; bucket++) {
      most = Math.max(most, counts[bucket]);
    }
    return most;
  }

  /**
   * The indexes of all values in the buckets from {@code lowest} up, those of higher buckets first.
   */
  int[] indexesFrom(int lowest) {
    int[] nexts = new int[BUCKETS];
    int held = 0;
    for (int bucket = BUCKETS - 1; bucket >= lowest; bucket--) {
      nexts[bucket] = held;
      held += counts[bucket];
    }
    int[] indexes = new int[held];
    for (int i = 0; i < bucketOf.length; i++) {
      if (bucketOf[i] >= lowest) {
        indexes[nexts[bucketOf[i]]++] = i;
      }
    }
    return indexes;
  }
}

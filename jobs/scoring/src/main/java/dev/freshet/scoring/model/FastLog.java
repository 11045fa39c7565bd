package dev.freshet.scoring.model;

/**
 * The natural logarithm from a table, good to about 10⁻¹¹.
 *
 * <p>Signals are logarithms, several for each candidate of each list; with {@link Math#log} a
 * replay takes 6 to 8 % more processor time. The table stays in the processor's nearest cache.
 */
final class FastLog {

  private static final int INDEX_BITS = 8;
  private static final int MANTISSA_BITS = 52;
  private static final int ENTRIES = 1 << INDEX_BITS;
  private static final long INDEX_MASK = ENTRIES - 1L;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
  private static final long EXPONENT_OF_ONE = 1023L << MANTISSA_BITS;
  private static final double LN_2 = Math.log(2.0);
  private static final double[] LOG_OF_MIDDLE = new double[ENTRIES];
  private static final double[] ONE_OVER_MIDDLE = new double[ENTRIES];

  static {
    for (int i = 0; i < ENTRIES; i++) {
      double middle = 1.0 + (i + 0.5) / ENTRIES;
      LOG_OF_MIDDLE[i] = Math.log(middle);
      ONE_OVER_MIDDLE[i] = 1.0 / middle;
    }
  }

  private FastLog() {}

  /** The logarithm of a positive, normal, finite number. */
  static double of(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long exponent = (bits >>> MANTISSA_BITS) - 1023;
    int index = (int) ((bits >>> (MANTISSA_BITS - INDEX_BITS)) & INDEX_MASK);
    double mantissa = Double.longBitsToDouble((bits & MANTISSA_MASK) | EXPONENT_OF_ONE);
    double rest = mantissa * ONE_OVER_MIDDLE[index] - 1.0;
    double series = rest - rest * rest * (0.5 - rest * (1.0 / 3));
    return exponent * LN_2 + LOG_OF_MIDDLE[index] + series;
  }
}

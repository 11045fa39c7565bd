package dev.freshet.localstack.bench.lab;

import java.util.Arrays;

/** Order statistics of a few or many figures. */
public final class Medians {

  private Medians() {}

  /** The median, of an even number of figures the lower one; NaN of none. */
  public static double of(double... figures) {
    return quantile(figures, 0.5);
  }

  /** The smallest figure that at least this share of all figures does not exceed. */
  public static double quantile(double[] figures, double share) {
    if (figures.length == 0) {
      return Double.NaN;
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}

package dev.freshet.scoring.model;

import java.util.Arrays;

/**
 * What decides on a choice from a list that was shown, and is left out where lists are ranked: how
 * much more the upper places are looked at (the examination hypothesis, Craswell, Zoeter, Taylor,
 * Ramsey 2008), which also tells how often a list shown is used at all; and, which is not left out,
 * by how much an item falls that was shown before and not taken.
 *
 * <p>They are learned by AdaGrad like the other weights, but from lists shown alone.
 */
final class ShownWeights {

  /** Groups of places: the first, the second, the third, 4–5, 6–9, 10–17, and all below. */
  static final int PLACES = 7;

  /** How many weights there are: one a group of places, and that of fading. */
  static final int LENGTH = PLACES + 1;

  private static final int FADING = PLACES;

  /** Against the outside option: most lists are left without taking from them. */
  private static final double PLACE_SEED = -3.0;

  private final double rate;
  private final double[] weights = new double[LENGTH];
  private final double[] squares = new double[LENGTH];

  ShownWeights(double rate) {
    this.rate = rate;
    reset();
  }

  private void reset() {
    Arrays.fill(weights, 0, PLACES, PLACE_SEED);
    weights[FADING] = 0.0;
    Arrays.fill(squares, 0.0);
  }

  /** The group of a place, 0 the first place. */
  static int group(int place) {
    if (place < 3) {
      return place;
    }
    int log2 = 31 - Integer.numberOfLeadingZeros(place - 1);
    return Math.min(PLACES - 1, 2 + log2);
  }

  double place(int place) {
    return weights[group(place)];
  }

  /** The weight of the logarithm of 1 + how often an item was shown and not taken. */
  double fading() {
    return weights[FADING];
  }

  /** What is added to the utility of an alternative. */
  double utility(int place, double fading) {
    return weights[group(place)] + weights[FADING] * fading;
  }

  /**
   * One step up the gradient.
   *
   * @param surprises for each alternative how much more it was chosen than foreseen
   */
  void step(int[] places, double[] fading, double[] surprises) {
    double[] gradient = new double[LENGTH];
    for (int j = 0; j < surprises.length; j++) {
      gradient[group(places[j])] += surprises[j];
      gradient[FADING] += surprises[j] * fading[j];
    }
    for (int i = 0; i < LENGTH; i++) {
      if (gradient[i] != 0.0 && Double.isFinite(gradient[i])) {
        squares[i] += gradient[i] * gradient[i];
        weights[i] += rate * gradient[i] / Math.sqrt(squares[i]);
      }
    }
  }

  /** Writes all numbers into an array that has {@code 2 · LENGTH} places from there on. */
  void write(double[] numbers, int from) {
    System.arraycopy(weights, 0, numbers, from, LENGTH);
    System.arraycopy(squares, 0, numbers, from + LENGTH, LENGTH);
  }

  /** Continues from what {@link #write} gave; from the beginning if there is nothing. */
  void read(double[] numbers, int from) {
    if (from == numbers.length) {
      reset();
      return;
    }
    System.arraycopy(numbers, from, weights, 0, LENGTH);
    System.arraycopy(numbers, from + LENGTH, squares, 0, LENGTH);
  }
}

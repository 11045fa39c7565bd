package dev.freshet.localstack.bench.load;

import java.util.Arrays;
import java.util.Random;

/** Draws ranks from 0, the probability of each proportional to 1/(rank + 1). */
final class Zipf {

  private final double[] cumulated;

  Zipf(int ranks) {
    cumulated = new double[ranks];
    double sum = 0.0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1.0 / (rank + 1);
      cumulated[rank] = sum;
    }
  }

  int draw(Random random) {
    int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[last()]);
    return Math.min(found < 0 ? -found - 1 : found, last());
  }

  private int last() {
    return cumulated.length - 1;
  }
}

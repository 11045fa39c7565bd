package dev.freshet.scoring;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What two items of a history gain by how many places they are apart: {@code 1/√distance}.
 *
 * <p>Near distances are taken one by one. Farther ones would be many and say little each, so they
 * are sampled: of a stretch of distances one is taken and gains what the whole stretch would. Over
 * many users that is the same sum, at a third of the updates.
 *
 * <p>Items of one sitting go together even when many lie between them; of items that were touched
 * at other times only the nearest do.
 */
public final class PairGains implements Serializable {

  /** Distances up to which each is taken. */
  private static final int NEAR = 12;

  /** How much longer each stretch of far distances is than the one before. */
  private static final double STRETCH = 1.15;

  private final int reach;
  private final int reachAcross;
  private final long sittingMillis;
  private final int pairs;
  private final int[] distances;
  private final double[] gains;

  /**
   * @param reach the largest distance at which two items of a sitting still go together
   * @param reachAcross the same for items farther apart in time; no effect beyond {@code reach}
   * @param sittingMillis how far apart in time two items of a sitting may be
   */
  public PairGains(int reach, int reachAcross, long sittingMillis) {
    this.reach = reach;
    this.reachAcross = reachAcross;
    this.sittingMillis = sittingMillis;
    gains = new double[reach + 2];
    distances = new int[reach];
    int count = 0;
    int from = 1;
    double length = 1;
    while (from <= reach) {
      length = from <= NEAR ? 1 : length * STRETCH;
      int to = Math.min(reach, from + (int) length - 1);
      int middle = (from + to) / 2;
      for (int distance = from; distance <= to; distance++) {
        gains[middle] += 1.0 / Math.sqrt(distance);
      }
      distances[count++] = middle;
      from = to + 1;
    }
    pairs = count;
  }

  /** The largest distance. */
  int reach() {
    return reach;
  }

  /** How many distances gain anything. */
  int pairs() {
    return pairs;
  }

  /** One of the distances that gain, by number, the shortest first. */
  int distance(int number) {
    return distances[number];
  }

  /**
   * What two items gain; nothing beyond the reach.
   *
   * @param apartMillis how far apart in time they were touched, 0 or more
   */
  double at(int distance, long apartMillis) {
    return distance <= (apartMillis <= sittingMillis ? reach : reachAcross) ? gains[distance] : 0.0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PairGains gainsOfOther
        && reachAcross == gainsOfOther.reachAcross
        && sittingMillis == gainsOfOther.sittingMillis
        && Arrays.equals(gains, gainsOfOther.gains);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(gains);
  }
}

package dev.freshet.scoring.history;

import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What two items of a history gain by how many places they are apart: {@code 1/√distance}.
 *
 * <p>Near distances are taken one by one. Farther ones would be many and say little each, so they
 * are sampled: of a stretch of distances one is taken and gains what the whole stretch would. Over
 * many users that is the same sum, at a third of the updates.
 *
 * <p>Items of one session go together even when many lie between them; of items that came at other
 * times only the nearest do.
 */
public final class PairGains implements Serializable {

  /** Distances up to which each is taken. */
  private static final int NEAR = 12;

  /** How much longer each stretch of far distances is than the one before. */
  private static final double STRETCH = 1.15;

  private final int window;
  private final int crossSessionWindow;
  private final long sessionGapMillis;
  private final int pairs;
  private final int[] distances;
  private final double[] gains;

  /**
   * @param window the largest distance at which two items of a session still go together
   * @param crossSessionWindow the same for items farther apart in time; no effect beyond {@code
   *     window}
   * @param sessionGapMillis how far apart in time two items of a session may be
   */
  public PairGains(int window, int crossSessionWindow, long sessionGapMillis) {
    Setting.positive("recommendations.history.window", window);
    Setting.positive("recommendations.history.cross-session-window", crossSessionWindow);
    Setting.require(
        sessionGapMillis > 0,
        "recommendations.history.session-gap",
        sessionGapMillis + " ms",
        "at least 1 ms");
    this.window = window;
    this.crossSessionWindow = crossSessionWindow;
    this.sessionGapMillis = sessionGapMillis;
    gains = new double[window + 2];
    distances = new int[window];
    int count = 0;
    int from = 1;
    double length = 1;
    while (from <= window) {
      length = from <= NEAR ? 1 : length * STRETCH;
      int to = Math.min(window, from + (int) length - 1);
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
  int window() {
    return window;
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
   * What two items gain; nothing beyond the window.
   *
   * @param apartMillis how far apart in time they were, 0 or more
   */
  double at(int distance, long apartMillis) {
    return distance <= (apartMillis <= sessionGapMillis ? window : crossSessionWindow)
        ? gains[distance]
        : 0.0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PairGains gainsOfOther
        && crossSessionWindow == gainsOfOther.crossSessionWindow
        && sessionGapMillis == gainsOfOther.sessionGapMillis
        && Arrays.equals(gains, gainsOfOther.gains);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(gains);
  }
}

package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.scoring.decay.HalfLife;
import java.util.Arrays;
import java.util.Optional;

/**
 * Baseline: what most people do lately, the same for everybody but for what they did already.
 *
 * <p>Each event counts 1 and fades with a half-life. Fading does not change the order of items, so
 * they stand in one order and each event only moves its item up.
 */
public final class Popularity implements Approach {

  private final Optional<HalfLife> halfLife;
  private final String label;

  /** Logarithm to base 2 of the sum of 2^(time/half-life): never overflows, unlike the sum. */
  private final double[] score;

  private final int[] order;
  private final int[] place;
  private int touched;

  /**
   * @param items how many items there are
   * @param halfLife time after which an event counts half as much; empty for never
   * @param label the half-life for people
   */
  public Popularity(int items, Optional<HalfLife> halfLife, String label) {
    this.halfLife = halfLife;
    this.label = label;
    score = new double[items];
    order = new int[items];
    place = new int[items];
    Arrays.fill(place, -1);
  }

  @Override
  public String name() {
    return "popularity, half-life " + label;
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    int[] list = new int[size];
    return Arrays.copyOf(list, fill(list, 0, excluded));
  }

  /**
   * Fills a list up with the most popular items that are not on it.
   *
   * @param from how many places are taken already
   * @return how many are taken then
   */
  public int fill(int[] list, int from, IntSet excluded) {
    int count = from;
    for (int i = 0; i < touched && count < list.length; i++) {
      int item = order[i];
      if (!excluded.contains(item) && !isAmong(list, from, item)) {
        list[count++] = item;
      }
    }
    return count;
  }

  private static boolean isAmong(int[] list, int count, int item) {
    for (int i = 0; i < count; i++) {
      if (list[i] == item) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void learn(Event event) {
    int item = event.item();
    double gain = halfLife.map(h -> h.count(event.atMillis())).orElse(0.0);
    if (place[item] < 0) {
      place[item] = touched;
      order[touched++] = item;
      score[item] = gain;
    } else {
      score[item] = logOfSum(score[item], gain);
    }
    moveUp(item);
  }

  private static double logOfSum(double a, double b) {
    double higher = Math.max(a, b);
    return higher + Math.log1p(Math.pow(2.0, -Math.abs(a - b))) / Math.log(2.0);
  }

  private void moveUp(int item) {
    int at = place[item];
    while (at > 0 && score[order[at - 1]] < score[item]) {
      order[at] = order[at - 1];
      place[order[at]] = at;
      at--;
    }
    order[at] = item;
    place[item] = at;
  }

  /** How many items stand before this one; the number of touched items for one never touched. */
  public int placeOf(int item) {
    return place[item] < 0 ? touched : place[item];
  }
}

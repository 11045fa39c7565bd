package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import java.util.Arrays;

/**
 * Gathers the scores for one list, then gives the list: highest first, ties by popularity, filled
 * up with popularity. Reusable: {@link #best} starts again.
 */
final class Scores {

  private final double[] score;
  private final int[] scored;
  private int count;

  Scores(int items) {
    score = new double[items];
    scored = new int[items];
  }

  /** Adds to an item's score; only what is above 0 counts. */
  void add(int item, double part) {
    if (part <= 0) {
      return;
    }
    if (score[item] == 0) {
      scored[count++] = item;
    }
    score[item] += part;
  }

  /**
   * The list of the best items.
   *
   * @param size at most so many
   * @param excluded never listed
   * @param popularity breaks ties and fills up
   */
  int[] best(int size, IntSet excluded, Popularity popularity) {
    int[] list = new int[size];
    int held = 0;
    for (int i = 0; i < count; i++) {
      int item = scored[i];
      if (!excluded.contains(item)) {
        held = insert(list, held, item, popularity);
      }
    }
    for (int i = 0; i < count; i++) {
      score[scored[i]] = 0;
    }
    count = 0;
    return Arrays.copyOf(list, popularity.fill(list, held, excluded));
  }

  private int insert(int[] list, int held, int item, Popularity popularity) {
    int at = held;
    while (at > 0 && isBefore(item, list[at - 1], popularity)) {
      at--;
    }
    if (at == list.length) {
      return held;
    }
    int kept = Math.min(held, list.length - 1);
    System.arraycopy(list, at, list, at + 1, kept - at);
    list[at] = item;
    return kept + 1;
  }

  private boolean isBefore(int item, int other, Popularity popularity) {
    return score[item] > score[other]
        || (score[item] == score[other] && popularity.placeOf(item) < popularity.placeOf(other));
  }
}

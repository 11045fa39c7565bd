package dev.freshet.localstack.evaluate.approach;

import java.util.Arrays;

/** The items a user touched last, each once, with the best strength seen; bounded. */
public final class RecentItems {

  private final int bound;
  private int size;
  private int[] items = new int[4];
  private double[] strengths = new double[4];

  public RecentItems(int bound) {
    this.bound = bound;
  }

  public int size() {
    return size;
  }

  /** The item touched {@code back} items ago, 0 for the last. */
  public int item(int back) {
    return items[size - 1 - back];
  }

  /** The best strength of the item touched {@code back} items ago. */
  public double strength(int back) {
    return strengths[size - 1 - back];
  }

  /** The best strength of an item, 0 for one that is not held. */
  public double strengthOf(int item) {
    int place = placeOf(item);
    return place < 0 ? 0.0 : strengths[place];
  }

  /** Makes an item the last one. */
  public void touch(int item, double strength) {
    double best = Math.max(strength, strengthOf(item));
    int place = placeOf(item);
    if (place < 0 && size == bound) {
      place = 0;
    }
    if (place >= 0) {
      System.arraycopy(items, place + 1, items, place, size - place - 1);
      System.arraycopy(strengths, place + 1, strengths, place, size - place - 1);
      size--;
    }
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      strengths = Arrays.copyOf(strengths, 2 * size);
    }
    items[size] = item;
    strengths[size++] = best;
  }

  private int placeOf(int item) {
    for (int i = size - 1; i >= 0; i--) {
      if (items[i] == item) {
        return i;
      }
    }
    return -1;
  }
}

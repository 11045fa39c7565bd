package dev.freshet.localstack.bench.peer;

import java.util.Arrays;

/** A list of the most similar items while it is being changed, best first. */
final class MostSimilar {

  private final String[] items;
  private final double[] strengths;
  private int size;

  MostSimilar(ItemRow row, int most) {
    items = Arrays.copyOf(row.similar(), most);
    strengths = Arrays.copyOf(row.strengths(), most);
    size = row.similar().length;
  }

  /** Moves an item to its place, or lets it in if it is strong enough. */
  void enter(String item, double strength) {
    int at = placeOf(item);
    if (at < 0) {
      if (size < items.length) {
        at = size++;
      } else if (strength > strengths[size - 1]) {
        at = size - 1;
      } else {
        return;
      }
    }
    for (; at > 0 && strengths[at - 1] < strength; at--) {
      move(at - 1, at);
    }
    for (; at < size - 1 && strengths[at + 1] > strength; at++) {
      move(at + 1, at);
    }
    items[at] = item;
    strengths[at] = strength;
  }

  private int placeOf(String item) {
    for (int i = 0; i < size; i++) {
      if (items[i].equals(item)) {
        return i;
      }
    }
    return -1;
  }

  private void move(int from, int to) {
    items[to] = items[from];
    strengths[to] = strengths[from];
  }

  String[] items() {
    return Arrays.copyOf(items, size);
  }

  double[] strengths() {
    return Arrays.copyOf(strengths, size);
  }

  /** The similarities, the item's own count being this. */
  double[] similarities(double count) {
    double[] similarities = strengths();
    double factor = 1 / Math.sqrt(count);
    for (int i = 0; i < similarities.length; i++) {
      similarities[i] *= factor;
    }
    return similarities;
  }
}

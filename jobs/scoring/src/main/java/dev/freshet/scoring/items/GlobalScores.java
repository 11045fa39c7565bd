package dev.freshet.scoring.items;

import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.top.TopK;
import java.util.Arrays;

/**
 * The sums of the items' global signals by the weights of each view, and the best by them: one for
 * each {@link Gap}, and further ones where there are further weights. Each sum is computed when it
 * is first asked for and kept until the item changes or time passes.
 */
final class GlobalScores {

  private final ItemTable table;

  /** Counts the moments; a score of another version is out of date. */
  private int version = 1;

  /** By view, since those who rank need the scores of few views only. */
  private int[][] scoredVersion = new int[Gap.COUNT][0];

  private double[][] scores = new double[Gap.COUNT][0];
  private double[][] weights = {new double[Signal.GLOBALS]};

  GlobalScores(ItemTable table) {
    this.table = table;
  }

  /** Another moment has come, with these weights by view. */
  void advance(double[][] weights) {
    this.weights = weights;
    version++;
    int views = Math.max(Gap.COUNT, weights.length);
    if (views != scores.length) {
      scoredVersion = new int[views][0];
      scores = new double[views][0];
    }
  }

  /** What is known of all items is no longer what it was. */
  void forgetAll() {
    version++;
  }

  /** How many views there are. */
  int views() {
    return scores.length;
  }

  int version() {
    return version;
  }

  double[] weights(int view) {
    return weights[Math.min(view, weights.length - 1)];
  }

  /** What is known of an item is no longer what it was. */
  void forget(int index) {
    for (int[] ofView : scoredVersion) {
      if (index < ofView.length) {
        ofView[index] = 0;
      }
    }
  }

  double score(int index, int view) {
    if (scoredVersion[view].length <= index) {
      scoredVersion[view] = Arrays.copyOf(scoredVersion[view], table.capacity());
      scores[view] = Arrays.copyOf(scores[view], table.capacity());
    }
    if (scoredVersion[view][index] != version) {
      scoredVersion[view][index] = version;
      scores[view][index] = table.globalScore(index, weights(view));
    }
    return scores[view][index];
  }

  /** The best of some items in no order, without those that are retired. */
  int[] best(int[] some, int count, int limit, int view) {
    int[] eligible = new int[count];
    double[] values = new double[count];
    long[] items = new long[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (!table.isRetired(some[i])) {
        values[size] = score(some[i], view);
        items[size] = table.fingerprint(some[i]);
        eligible[size++] = some[i];
      }
    }
    int[] best = TopK.select(values, items, size, limit);
    for (int i = 0; i < best.length; i++) {
      best[i] = eligible[best[i]];
    }
    return best;
  }

  /** The lowest score of some items by a view; there is one. */
  double lowest(int[] some, int view) {
    return Arrays.stream(some).mapToDouble(index -> score(index, view)).min().orElseThrow();
  }

  /** The indexes by score, highest first. */
  int[] sorted(int[] some) {
    double[] values = Arrays.stream(some).mapToDouble(index -> score(index, Gap.NONE)).toArray();
    long[] items = Arrays.stream(some).mapToLong(table::fingerprint).toArray();
    int[] order = TopK.of(values, items, some.length, some.length);
    for (int i = 0; i < order.length; i++) {
      order[i] = some[order[i]];
    }
    return order;
  }
}

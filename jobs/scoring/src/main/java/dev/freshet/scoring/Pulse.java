package dev.freshet.scoring;

/**
 * The items that are best for everybody at one moment, best first.
 *
 * @param asOfMillis the moment
 * @param items fingerprints
 * @param scores global part of each item's score, relative to the last item's, which is 0
 * @param floor the last item's global part, absolute; an item outside the pulse has at most this
 */
public record Pulse(long asOfMillis, long[] items, double[] scores, double floor) {

  /** Before anything has happened. */
  public static final Pulse EMPTY = new Pulse(Touch.NEVER, new long[0], new double[0], 0.0);

  public int size() {
    return items.length;
  }

  /**
   * Takes the pulse of a table as of its last {@link ItemTable#advanceTo}.
   *
   * @param weights the choice model's weights, of which the global ones count
   * @param limit how many items
   */
  public static Pulse of(ItemTable table, double[] weights, int limit) {
    double[] all = new double[table.size()];
    int[] eligible = new int[table.size()];
    int count = 0;
    for (int place = 0; place < table.size(); place++) {
      if (!table.isRetired(place)) {
        all[count] = table.globalScore(place, weights);
        eligible[count++] = place;
      }
    }
    int[] best = Strongest.of(count, limit, i -> all[i], i -> table.fingerprint(eligible[i]));
    long[] items = new long[best.length];
    double[] scores = new double[best.length];
    double floor = best.length == 0 ? 0.0 : all[best[best.length - 1]];
    for (int i = 0; i < best.length; i++) {
      items[i] = table.fingerprint(eligible[best[i]]);
      scores[i] = all[best[i]] - floor;
    }
    return new Pulse(table.asOfMillis(), items, scores, floor);
  }
}

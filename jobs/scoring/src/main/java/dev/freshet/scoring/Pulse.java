package dev.freshet.scoring;

import java.util.ArrayList;
import java.util.List;

/**
 * The items that are best for everybody at one moment, in no order.
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

  /** The pulse's items with their scores, best first. */
  public List<ScoredItem> ranked(ItemTable table) {
    List<ScoredItem> ranked = new ArrayList<>(items.length);
    for (int i : Strongest.of(scores, items, items.length, items.length)) {
      ranked.add(new ScoredItem(table.id(table.placeOf(items[i])), scores[i]));
    }
    return ranked;
  }

  /**
   * Takes the pulse of a table as of its last {@link ItemTable#advanceTo}.
   *
   * @param places the items in question; retired ones are left out
   * @param count how many of {@code places}
   * @param limit how many items
   */
  static Pulse of(ItemTable table, int[] places, int count, int limit) {
    double[] scores = new double[count];
    long[] items = new long[count];
    int[] eligible = new int[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int place = places[i];
      if (!table.isRetired(place)) {
        scores[size] = table.globalScore(place);
        items[size] = table.fingerprint(place);
        eligible[size++] = place;
      }
    }
    int[] best = Strongest.select(scores, items, size, limit);
    double floor = best.length == 0 ? 0.0 : Double.POSITIVE_INFINITY;
    for (int place : best) {
      floor = Math.min(floor, scores[place]);
    }
    long[] bestItems = new long[best.length];
    double[] bestScores = new double[best.length];
    int[] bestPlaces = new int[best.length];
    for (int i = 0; i < best.length; i++) {
      bestItems[i] = items[best[i]];
      bestScores[i] = scores[best[i]] - floor;
      bestPlaces[i] = eligible[best[i]];
    }
    Pulse pulse = new Pulse(table.asOfMillis(), bestItems, bestScores, floor);
    table.rememberPlaces(pulse, bestPlaces);
    return pulse;
  }
}

package dev.freshet.scoring.pulse;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.top.TopK;
import java.util.ArrayList;
import java.util.List;

/**
 * The items that are best for everybody at one moment, in no order.
 *
 * @param asOfMillis the moment
 * @param view by which scores of the table they are best: those for users away for a gap, or those
 *     that further weights make
 * @param items fingerprints
 * @param scores global part of each item's score, relative to the last item's, which is 0
 * @param floor the last item's global part, absolute; an item outside the pulse has at most this
 * @param personalFactor by how much a personal part counts, compared with it, above 0
 */
public record Pulse(
    long asOfMillis, int view, long[] items, double[] scores, double floor, double personalFactor) {

  /** Before anything has happened. */
  public static final Pulse EMPTY =
      new Pulse(EventTime.NEVER, Gap.NONE, new long[0], new double[0], 0.0, 1.0);

  public int size() {
    return items.length;
  }

  /** The pulse's items with their scores, best first. */
  public List<ScoredItem> ranked(ItemTable table) {
    List<ScoredItem> ranked = new ArrayList<>(items.length);
    for (int i : TopK.of(scores, items, items.length, items.length)) {
      ranked.add(new ScoredItem(table.id(table.indexOf(items[i])), scores[i]));
    }
    return ranked;
  }

  /**
   * Takes the pulse of a table as of its last {@link ItemTable#advanceTo}.
   *
   * @param indexes those of the items that are best by the view
   * @param view by whose scores
   */
  public static Pulse of(ItemTable table, int[] indexes, int view, double personalFactor) {
    long[] items = new long[indexes.length];
    double[] scores = new double[indexes.length];
    double floor = indexes.length == 0 ? 0.0 : table.lowest(indexes, view);
    for (int i = 0; i < indexes.length; i++) {
      items[i] = table.fingerprint(indexes[i]);
      scores[i] = table.globalScore(indexes[i], view) - floor;
    }
    table.rememberIndexes(items, view, indexes);
    return new Pulse(table.asOfMillis(), view, items, scores, floor, personalFactor);
  }
}

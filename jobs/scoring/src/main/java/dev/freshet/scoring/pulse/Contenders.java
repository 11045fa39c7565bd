package dev.freshet.scoring.pulse;

import com.carrotsearch.hppc.BitSet;
import com.carrotsearch.hppc.IntArrayList;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.TopItems;
import dev.freshet.scoring.model.Signal;

/**
 * The items that may be in the next pulse, so that not every update has to look at a whole
 * catalogue.
 *
 * <p>Twice the pulse's size was best at the last look at all items, and whatever had an interaction
 * since belongs to them too. The rest only fades: untouched items keep their order but for the
 * small differences in how their signals fade, which the spare half is there to cover until all are
 * looked at again. Weights that move by learning could change the order of all items at once; then
 * all are looked at before the rest could have caught up. A look at all is mostly one at a {@link
 * TopItems}, which finds the same.
 */
public final class Contenders {

  /** The shortest event time between two looks at all items while weights stand still. */
  private static final long REVIEW_MILLIS = 3_600_000;

  /**
   * Where hours pass between two updates, so many updates, unless it is a day since the last look.
   */
  private static final int REVIEW_UPDATES = 16;

  private static final long LONGEST_MILLIS = 24 * REVIEW_MILLIS;

  /** How far from 0 a signal usually is at most: they are logarithms of values from ε to 1/ε. */
  private static final double FARTHEST_SIGNAL = -Math.log(Signal.EPSILON);

  private final ItemTable table;
  private final int pulseSize;
  private final int gap;
  private final TopItems shortlist;
  private long reviewedMillis = EventTime.NEVER;
  private double[] reviewedWeights = new double[0];
  private int updates;

  /** Contenders passed over since the last look. */
  private long passed;

  /** How far the last of the pulse was above the last contender at the last look. */
  private double lead;

  private final IntArrayList indexes = new IntArrayList();
  private final BitSet isIn = new BitSet();

  public Contenders(ItemTable table, int pulseSize, int gap) {
    this.table = table;
    this.pulseSize = pulseSize;
    this.gap = gap;
    shortlist = new TopItems(table, table::size, table::all, 2 * pulseSize, gap);
  }

  /** An item had an interaction or was described. */
  public void add(int index) {
    shortlist.add(index);
    if (reviewedMillis != EventTime.NEVER) {
      contend(index);
    }
  }

  private void contend(int index) {
    if (!isIn.get(index)) {
      isIn.set(index);
      indexes.add(index);
    }
  }

  /** Items are forgotten, and others may get their indexes. */
  public void startAnew() {
    shortlist.startAnew();
    clear();
  }

  private void clear() {
    isIn.clear();
    if (indexes.size() > TopItems.length(pulseSize)) {
      indexes.release();
    }
    indexes.clear();
    reviewedMillis = EventTime.NEVER;
  }

  /**
   * The indexes of the best contenders, in no order, after a look at all items if one is due: as of
   * the table's last {@link ItemTable#advanceTo}.
   */
  public int[] best() {
    updates++;
    passed += indexes.size();
    if (!isReviewDue()) {
      return bestOfThese();
    }
    int[] wide = shortlist.best(passed);
    clear();
    for (int index : wide) {
      contend(index);
    }
    int[] best = bestOfThese();
    lead =
        wide.length == 2 * pulseSize
            ? table.lowest(best, gap) - table.lowest(wide, gap)
            : Double.POSITIVE_INFINITY;
    reviewedMillis = table.asOfMillis();
    reviewedWeights = table.weights(gap);
    updates = 0;
    passed = 0;
    return best;
  }

  private int[] bestOfThese() {
    return table.best(indexes.buffer, indexes.size(), pulseSize, gap);
  }

  private boolean isReviewDue() {
    if (reviewedMillis == EventTime.NEVER) {
      return true;
    }
    if (!TopItems.isWorthwhile(passed, shortlist.length())) {
      return false;
    }
    long since = table.asOfMillis() - reviewedMillis;
    return since >= LONGEST_MILLIS
        || indexes.size() > TopItems.length(pulseSize)
        || (since >= REVIEW_MILLIS && updates >= REVIEW_UPDATES)
        || moved(table.weights(gap)) > lead;
  }

  /** How much a score has changed at most by what was learned since the last look. */
  private double moved(double[] weights) {
    double sum = 0.0;
    for (int i = Signal.CONSTANT.index() + 1; i < Signal.GLOBALS; i++) {
      sum += Math.abs(weights[i] - reviewedWeights[i]);
    }
    return sum * FARTHEST_SIGNAL;
  }
}

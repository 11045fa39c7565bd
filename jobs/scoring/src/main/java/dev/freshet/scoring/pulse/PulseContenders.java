package dev.freshet.scoring.pulse;

import com.carrotsearch.hppc.BitSet;
import com.carrotsearch.hppc.IntArrayList;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.items.Contenders;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.Signal;

/**
 * The items that may be in the next pulse, so that an update need not even look at all {@link
 * Contenders}.
 *
 * <p>The second of two tiers. Contenders for the pulse are twice its size: those that were best at
 * the last review, and what had an interaction or was described since. A review asks the first tier
 * for the best of all. Between two reviews the rest only fades: items without interactions keep
 * their order but for small differences in how their signals fade, which the spare half covers.
 * Weights that move by learning could change the order of all items at once; then a review comes
 * before the rest could have caught up.
 */
public final class PulseContenders {

  /** The shortest event time between two reviews while weights stand still. */
  private static final long REVIEW_MILLIS = 3_600_000;

  /** The fewest updates between two reviews, for logs in which hours pass between updates. */
  private static final int REVIEW_UPDATES = 16;

  /** The event time after which a review comes however few the updates. */
  private static final long LONGEST_MILLIS = 24 * REVIEW_MILLIS;

  /** How far from 0 a signal usually is at most: they are logarithms of values from ε to 1/ε. */
  private static final double FARTHEST_SIGNAL = -Math.log(Signal.EPSILON);

  private final ItemTable table;
  private final int pulseSize;
  private final int view;
  private final Contenders ofAll;
  private long reviewedMillis = EventTime.NEVER;
  private double[] reviewedWeights = new double[0];
  private int updates;

  /** Contenders whose score was compared since the last review. */
  private long passed;

  /** How far the last of the pulse was above the last contender at the last review. */
  private double lead;

  private final IntArrayList indexes = new IntArrayList();
  private final BitSet isIn = new BitSet();

  public PulseContenders(ItemTable table, int pulseSize, int view) {
    this.table = table;
    this.pulseSize = pulseSize;
    this.view = view;
    ofAll = new Contenders(table, table::size, table::all, 2 * pulseSize, view);
  }

  /** An item had an interaction or was described. */
  public void add(int index) {
    ofAll.add(index);
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
  public void reset() {
    ofAll.reset();
    clear();
  }

  private void clear() {
    isIn.clear();
    if (indexes.size() > Contenders.few(pulseSize)) {
      indexes.release();
    }
    indexes.clear();
    reviewedMillis = EventTime.NEVER;
  }

  /**
   * The indexes of the best, in no order, after a review if one is due: as of the table's last
   * {@link ItemTable#advanceTo}.
   */
  public int[] best() {
    updates++;
    passed += indexes.size();
    if (!isReviewDue()) {
      return bestOfThese();
    }
    int[] wide = ofAll.best(passed);
    clear();
    for (int index : wide) {
      contend(index);
    }
    int[] best = bestOfThese();
    lead =
        wide.length == 2 * pulseSize
            ? table.lowest(best, view) - table.lowest(wide, view)
            : Double.POSITIVE_INFINITY;
    reviewedMillis = table.asOfMillis();
    reviewedWeights = table.weights(view);
    updates = 0;
    passed = 0;
    return best;
  }

  private int[] bestOfThese() {
    return table.best(indexes.buffer, indexes.size(), pulseSize, view);
  }

  private boolean isReviewDue() {
    if (reviewedMillis == EventTime.NEVER) {
      return true;
    }
    if (!Contenders.isWorthwhile(passed, ofAll.size())) {
      return false;
    }
    long since = table.asOfMillis() - reviewedMillis;
    return since >= LONGEST_MILLIS
        || indexes.size() > Contenders.few(pulseSize)
        || (since >= REVIEW_MILLIS && updates >= REVIEW_UPDATES)
        || moved(table.weights(view)) > lead;
  }

  /** How much a score has changed at most by what was learned since the last review. */
  private double moved(double[] weights) {
    double sum = 0.0;
    for (int i = Signal.CONSTANT.index() + 1; i < Signal.GLOBALS; i++) {
      sum += Math.abs(weights[i] - reviewedWeights[i]);
    }
    return sum * FARTHEST_SIGNAL;
  }
}

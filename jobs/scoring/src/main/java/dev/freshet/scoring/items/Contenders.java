package dev.freshet.scoring.items;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntHashSet;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.top.TopK;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Those of many items that may be among the best, so that a list of the best need not look at all.
 *
 * <p>The first tier: it looks at all items as seldom as it can. {@code PulseContenders} are the
 * second, which look at these as seldom as they can.
 *
 * <p>Contenders are the items that were best at the last look at all, those that had the latest
 * interactions then, whose signals change fastest, and those that had an interaction or were
 * described since. The rest only fades, and weights move: the lowest and the highest of each signal
 * in the rest bound what that adds to a score. As soon as one of the rest could be among the best,
 * all are looked at again; in a large catalogue not before that costs little, compared with what
 * the contenders have cost since. Until then an item that rose by learning may be missing. The
 * scores of items of which nothing was ever counted go by age alone, so the youngest and the oldest
 * of them stand for all.
 */
public final class Contenders {

  /** This many times the best contend for their score, and as many for their last interaction. */
  private static final int SPARE = 5;

  /** A look at all items may cost this many times what contenders cost since the last one. */
  private static final int PATIENCE = 4;

  /** Covers what is lost by rounding. */
  private static final double MARGIN = 1e-6;

  private final ItemTable table;
  private final IntSupplier count;
  private final Supplier<int[]> all;
  private final int wanted;
  private final int view;
  private final IntArrayList indexes = new IntArrayList();
  private final IntHashSet isContender = new IntHashSet();

  /** Contenders of which nothing was counted. */
  private final IntHashSet untouched = new IntHashSet();

  /** How many of them had an interaction or were described since the last look. */
  private int used;

  /** Items whose score was compared since the last look. */
  private long passed;

  /** The highest score in the rest at the last look. */
  private double most;

  private final double[] lowest = new double[Signal.GLOBALS];
  private final double[] highest = new double[Signal.GLOBALS];
  private final double[] signals = new double[Signal.GLOBALS];
  private double[] weights = new double[Signal.COUNT];
  private long lookedMillis;

  /**
   * @param table that has the items
   * @param count how many there are
   * @param all their indexes
   * @param wanted how many of the best
   * @param view by which scores of the table
   */
  public Contenders(ItemTable table, IntSupplier count, Supplier<int[]> all, int wanted, int view) {
    this.table = table;
    this.count = count;
    this.all = all;
    this.wanted = wanted;
    this.view = view;
    reset();
  }

  /** How many items cost too little for contenders to be chosen among them. */
  public static int few(int wanted) {
    return 4 * SPARE * wanted;
  }

  /** Whether a look at this many items costs little after so many were passed over. */
  public static boolean isWorthwhile(long passed, int items) {
    return PATIENCE * passed >= items;
  }

  /** How many contenders there are. */
  public int size() {
    return indexes.size();
  }

  /** Looks at all items next time, as indexes may stand for other items by then. */
  public void reset() {
    if (indexes.size() > few(wanted)) {
      // A catalogue that is read makes contenders of all its items once.
      indexes.release();
      isContender.release();
    }
    indexes.clear();
    isContender.clear();
    untouched.clear();
    used = 0;
    passed = 0;
    most = Double.POSITIVE_INFINITY;
  }

  /** An item had an interaction or was described. */
  public void add(int index) {
    if (most == Double.POSITIVE_INFINITY) {
      // All are looked at next time.
      return;
    }
    contend(index);
  }

  private void contend(int index) {
    if (untouched.removeAll(index) > 0) {
      used++;
    }
    if (isContender.add(index)) {
      indexes.add(index);
    }
  }

  /**
   * The indexes of the best, as of the table's last {@link ItemTable#advanceTo}, in no order.
   *
   * @param others how many items were passed over elsewhere since this was asked last
   */
  public int[] best(long others) {
    int[] best = table.best(indexes.buffer, indexes.size(), wanted, view);
    passed += others + indexes.size();
    if (most == Double.POSITIVE_INFINITY
        || (isWorthwhile(passed, count.getAsInt()) && mayMissOne(best))) {
      int[] indexes = all.get();
      best = table.best(indexes, indexes.length, wanted, view);
      choose(best, indexes);
    }
    return best;
  }

  private boolean mayMissOne(int[] best) {
    if (used > wanted || indexes.size() > few(wanted)) {
      return true;
    }
    double floor = best.length < wanted ? Double.NEGATIVE_INFINITY : table.lowest(best, view);
    return most > Double.NEGATIVE_INFINITY && mostNow() >= floor;
  }

  private void choose(int[] best, int[] all) {
    reset();
    for (int index : best) {
      contend(index);
    }
    int[] rest =
        Arrays.stream(all)
            .filter(index -> !isContender.contains(index) && !table.isRetired(index))
            .toArray();
    int[] fresh = Arrays.stream(rest).filter(index -> !table.isCounted(index)).toArray();
    double[] days = Arrays.stream(fresh).mapToDouble(table::daysSinceAppeared).toArray();
    addHighest(fresh, days, 2 * wanted);
    addHighest(fresh, Arrays.stream(days).map(each -> -each).toArray(), 2 * wanted);
    for (int i = 0; i < indexes.size(); i++) {
      if (!table.isCounted(indexes.get(i))) {
        untouched.add(indexes.get(i));
      }
    }
    int[] others = Arrays.stream(rest).filter(table::isCounted).toArray();
    addHighest(others, Arrays.stream(others).mapToDouble(this::score).toArray(), SPARE * wanted);
    addHighest(
        others,
        Arrays.stream(others).mapToDouble(table::interactedMillis).toArray(),
        SPARE * wanted);
    bound(others);
  }

  private void addHighest(int[] some, double[] values, int limit) {
    long[] ids = Arrays.stream(some).mapToLong(table::fingerprint).toArray();
    for (int i : TopK.select(values, ids, some.length, limit)) {
      contend(some[i]);
    }
  }

  private double score(int index) {
    return table.globalScore(index, view);
  }

  private void bound(int[] others) {
    lookedMillis = table.asOfMillis();
    weights = table.weights(view);
    most = Double.NEGATIVE_INFINITY;
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    for (int index : others) {
      if (!isContender.contains(index)) {
        most = Math.max(most, score(index));
        table.globals(index, signals, 0);
        for (int i = 0; i < Signal.GLOBALS; i++) {
          lowest[i] = Math.min(lowest[i], signals[i]);
          highest[i] = Math.max(highest[i], signals[i]);
        }
      }
    }
  }

  /**
   * The most that one of the rest can score: signals faded by the old weights, then by new ones.
   */
  private double mostNow() {
    double sum = most + MARGIN;
    for (int i = 0; i < Signal.GLOBALS; i++) {
      double low = table.later(i, lowest[i], lookedMillis);
      double high = table.later(i, highest[i], lookedMillis);
      double faded = Math.max(weights[i] * (low - lowest[i]), weights[i] * (high - highest[i]));
      double learned = table.weights(view)[i] - weights[i];
      sum += Math.max(0.0, faded);
      sum += Math.max(learned * Math.min(low, lowest[i]), learned * Math.max(high, highest[i]));
    }
    return sum;
  }
}

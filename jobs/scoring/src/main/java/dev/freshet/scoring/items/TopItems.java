package dev.freshet.scoring.items;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntHashSet;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.top.TopK;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The best of many items, found among those that were best when all were looked at last, those
 * whose interactions were the latest by then, whose signals change fastest, and those interacted
 * with or described since.
 *
 * <p>The rest only fades while weights move. How much that adds to a score at most follows from the
 * lowest and the highest of each signal in the rest; once one of them could be among the best, all
 * are looked at again, in a large catalogue not before that costs little beside what the list has
 * cost since: until then one that rose by learning may be missing. Of the items that nobody ever
 * interacted with the scores go by age alone, so that the youngest and the oldest of them stand for
 * all.
 */
public final class TopItems {

  /** So many times the best are listed for their score, and as many of the latest interactions. */
  private static final int SPARE = 5;

  /** A look at all items may cost so many times what was passed over since the last one. */
  private static final int PATIENCE = 4;

  /** Covers what is lost by rounding. */
  private static final double MARGIN = 1e-6;

  private final ItemTable table;
  private final IntSupplier count;
  private final Supplier<int[]> all;
  private final int size;
  private final int gap;
  private final IntArrayList indexes = new IntArrayList();
  private final IntHashSet isListed = new IntHashSet();

  /** Those of the listed items that nobody interacted with. */
  private final IntHashSet untouched = new IntHashSet();

  /** How many of them were changed since the last look. */
  private int used;

  /** Items passed over since the last look. */
  private long passed;

  /** The most that one of the rest scored. */
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
   * @param size how many of the best are wanted
   * @param gap by whose scores
   */
  public TopItems(ItemTable table, IntSupplier count, Supplier<int[]> all, int size, int gap) {
    this.table = table;
    this.count = count;
    this.all = all;
    this.size = size;
    this.gap = gap;
    startAnew();
  }

  /** How many items a list has that is not worth being shortened. */
  public static int length(int size) {
    return 4 * SPARE * size;
  }

  /** Whether a look at some items may be taken after others were passed over. */
  public static boolean isWorthwhile(long passed, int items) {
    return PATIENCE * passed >= items;
  }

  /** How many items are listed. */
  public int length() {
    return indexes.size();
  }

  /** Looks at all items next time, as indexes may stand for other items by then. */
  public void startAnew() {
    if (indexes.size() > length(size)) {
      // As many as while a catalogue is read do not come again.
      indexes.release();
      isListed.release();
    }
    indexes.clear();
    isListed.clear();
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
    list(index);
  }

  private void list(int index) {
    if (untouched.removeAll(index) > 0) {
      used++;
    }
    if (isListed.add(index)) {
      indexes.add(index);
    }
  }

  /**
   * The indexes of the best, as of the table's last {@link ItemTable#advanceTo}, in no order.
   *
   * @param others how many items were passed over elsewhere since this was asked last
   */
  public int[] best(long others) {
    int[] best = table.best(indexes.buffer, indexes.size(), size, gap);
    passed += others + indexes.size();
    if (most == Double.POSITIVE_INFINITY
        || (isWorthwhile(passed, count.getAsInt()) && mayMissOne(best))) {
      int[] indexes = all.get();
      best = table.best(indexes, indexes.length, size, gap);
      list(best, indexes);
    }
    return best;
  }

  private boolean mayMissOne(int[] best) {
    if (used > size || indexes.size() > length(size)) {
      return true;
    }
    double floor = best.length < size ? Double.NEGATIVE_INFINITY : table.lowest(best, gap);
    return most > Double.NEGATIVE_INFINITY && mostNow() >= floor;
  }

  private void list(int[] best, int[] all) {
    startAnew();
    for (int index : best) {
      list(index);
    }
    int[] rest =
        Arrays.stream(all)
            .filter(index -> !isListed.contains(index) && !table.isRetired(index))
            .toArray();
    int[] fresh = Arrays.stream(rest).filter(index -> !table.hasFacts(index)).toArray();
    double[] days = Arrays.stream(fresh).mapToDouble(table::daysSinceAppeared).toArray();
    addHighest(fresh, days, 2 * size);
    addHighest(fresh, Arrays.stream(days).map(each -> -each).toArray(), 2 * size);
    for (int i = 0; i < indexes.size(); i++) {
      if (!table.hasFacts(indexes.get(i))) {
        untouched.add(indexes.get(i));
      }
    }
    int[] others = Arrays.stream(rest).filter(table::hasFacts).toArray();
    addHighest(others, Arrays.stream(others).mapToDouble(this::score).toArray(), SPARE * size);
    addHighest(
        others, Arrays.stream(others).mapToDouble(table::interactedMillis).toArray(), SPARE * size);
    bound(others);
  }

  private void addHighest(int[] some, double[] values, int limit) {
    long[] ids = Arrays.stream(some).mapToLong(table::fingerprint).toArray();
    for (int i : TopK.select(values, ids, some.length, limit)) {
      list(some[i]);
    }
  }

  private double score(int index) {
    return table.globalScore(index, gap);
  }

  private void bound(int[] others) {
    lookedMillis = table.asOfMillis();
    weights = table.weights(gap);
    most = Double.NEGATIVE_INFINITY;
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    for (int index : others) {
      if (!isListed.contains(index)) {
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
      double learned = table.weights(gap)[i] - weights[i];
      sum += Math.max(0.0, faded);
      sum += Math.max(learned * Math.min(low, lowest[i]), learned * Math.max(high, highest[i]));
    }
    return sum;
  }
}

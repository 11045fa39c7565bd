package dev.freshet.scoring;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntHashSet;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The best of many items, found among those that were best when all were looked at last, those
 * touched latest by then, whose signals change fastest, and those touched or described since.
 *
 * <p>The rest only fades while weights move. How much that adds to a score at most follows from the
 * lowest and the highest of each signal in the rest; once one of them could be among the best, all
 * are looked at again, in a large catalogue not before that costs little beside what the list has
 * cost since: until then one that rose by learning may be missing. Of the items that nobody ever
 * touched the scores go by age alone, so that the youngest and the oldest of them stand for all.
 */
final class Shortlist {

  /** So many times the best are listed for their score, and as many as touched latest. */
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
  private final IntArrayList places = new IntArrayList();
  private final IntHashSet isListed = new IntHashSet();

  /** Those of the listed items that nobody has touched. */
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
   * @param all their places
   * @param size how many of the best are wanted
   * @param gap by whose scores
   */
  Shortlist(ItemTable table, IntSupplier count, Supplier<int[]> all, int size, int gap) {
    this.table = table;
    this.count = count;
    this.all = all;
    this.size = size;
    this.gap = gap;
    startAnew();
  }

  /** How many items a list has that is not worth being shortened. */
  static int length(int size) {
    return 4 * SPARE * size;
  }

  /** Whether a look at some items may be taken after others were passed over. */
  static boolean isWorthwhile(long passed, int items) {
    return PATIENCE * passed >= items;
  }

  /** How many items are listed. */
  int length() {
    return places.size();
  }

  /** Looks at all items next time, as places may stand for other items by then. */
  void startAnew() {
    if (places.size() > length(size)) {
      // As many as while a catalogue is read do not come again.
      places.release();
      isListed.release();
    }
    places.clear();
    isListed.clear();
    untouched.clear();
    used = 0;
    passed = 0;
    most = Double.POSITIVE_INFINITY;
  }

  /** An item was touched or described. */
  void add(int place) {
    if (most == Double.POSITIVE_INFINITY) {
      // All are looked at next time.
      return;
    }
    list(place);
  }

  private void list(int place) {
    if (untouched.removeAll(place) > 0) {
      used++;
    }
    if (isListed.add(place)) {
      places.add(place);
    }
  }

  /**
   * The places of the best, as of the table's last {@link ItemTable#advanceTo}, in no order.
   *
   * @param others how many items were passed over elsewhere since this was asked last
   */
  int[] best(long others) {
    int[] best = table.best(places.buffer, places.size(), size, gap);
    passed += others + places.size();
    if (most == Double.POSITIVE_INFINITY
        || (isWorthwhile(passed, count.getAsInt()) && mayMissOne(best))) {
      int[] places = all.get();
      best = table.best(places, places.length, size, gap);
      list(best, places);
    }
    return best;
  }

  private boolean mayMissOne(int[] best) {
    if (used > size || places.size() > length(size)) {
      return true;
    }
    double floor = best.length < size ? Double.NEGATIVE_INFINITY : table.lowest(best, gap);
    return most > Double.NEGATIVE_INFINITY && mostNow() >= floor;
  }

  private void list(int[] best, int[] all) {
    startAnew();
    for (int place : best) {
      list(place);
    }
    int[] rest =
        Arrays.stream(all)
            .filter(place -> !isListed.contains(place) && !table.isRetired(place))
            .toArray();
    int[] fresh = Arrays.stream(rest).filter(place -> !table.hasFacts(place)).toArray();
    double[] days = Arrays.stream(fresh).mapToDouble(table::daysSinceAppeared).toArray();
    addHighest(fresh, days, 2 * size);
    addHighest(fresh, Arrays.stream(days).map(each -> -each).toArray(), 2 * size);
    for (int i = 0; i < places.size(); i++) {
      if (!table.hasFacts(places.get(i))) {
        untouched.add(places.get(i));
      }
    }
    int[] others = Arrays.stream(rest).filter(table::hasFacts).toArray();
    addHighest(others, Arrays.stream(others).mapToDouble(this::score).toArray(), SPARE * size);
    addHighest(
        others, Arrays.stream(others).mapToDouble(table::touchedMillis).toArray(), SPARE * size);
    bound(others);
  }

  private void addHighest(int[] some, double[] values, int limit) {
    long[] ids = Arrays.stream(some).mapToLong(table::fingerprint).toArray();
    for (int i : Strongest.select(values, ids, some.length, limit)) {
      list(some[i]);
    }
  }

  private double score(int place) {
    return table.globalScore(place, gap);
  }

  private void bound(int[] others) {
    lookedMillis = table.asOfMillis();
    weights = table.weights(gap);
    most = Double.NEGATIVE_INFINITY;
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    for (int place : others) {
      if (!isListed.contains(place)) {
        most = Math.max(most, score(place));
        table.globals(place, signals, 0);
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

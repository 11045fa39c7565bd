package dev.freshet.scoring;

import com.carrotsearch.hppc.BitSet;
import com.carrotsearch.hppc.IntArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best of all items, found among those that were best when all were looked at last, those
 * touched latest by then, whose signals change fastest, and those touched or described since.
 *
 * <p>The rest only fades while weights move. How much that adds to a score at most follows from the
 * lowest and the highest of each signal in the rest; once one of them could be among the best, all
 * are looked at again. Items equal to the last of the best, as all are that nobody ever touched,
 * need no bound: they stay behind it until it is touched.
 */
final class Shortlist {

  /** So many times the best are listed for their score, and as many as touched latest. */
  private static final int SPARE = 5;

  /** Covers what is lost by rounding. */
  private static final double MARGIN = 1e-6;

  private final int size;
  private final IntArrayList places = new IntArrayList();
  private final BitSet isListed = new BitSet();

  /** The place of a listed item to which some of the rest are equal, or −1. */
  private int equal;

  /** The most that one of the rest scored, but for those equal to {@link #equal}. */
  private double most;

  private final double[] lowest = new double[Signal.GLOBALS];
  private final double[] highest = new double[Signal.GLOBALS];
  private final double[] signals = new double[Signal.GLOBALS];
  private double[] weights = new double[Signal.COUNT];
  private long lookedMillis;

  /**
   * @param size how many of the best are wanted
   */
  Shortlist(int size) {
    this.size = size;
    startAnew();
  }

  /** Looks at all items next time, as places may stand for other items by then. */
  void startAnew() {
    places.clear();
    isListed.clear();
    equal = -1;
    most = Double.POSITIVE_INFINITY;
  }

  /** An item was touched or described. */
  void add(int place) {
    if (place == equal) {
      most = Double.POSITIVE_INFINITY;
    }
    if (!isListed.get(place)) {
      isListed.set(place);
      places.add(place);
    }
  }

  /** The best of all items, as of the table's last {@link ItemTable#advanceTo}. */
  Pulse best(ItemTable table) {
    Pulse best = Pulse.of(table, places.buffer, places.size(), size);
    if (!mayMissOne(best, table)) {
      return best;
    }
    int[] all = IntStream.range(0, table.places()).filter(table::isTaken).toArray();
    best = Pulse.of(table, all, all.length, size);
    list(best, all, table);
    return best;
  }

  private boolean mayMissOne(Pulse best, ItemTable table) {
    double floor = best.size() < size ? Double.NEGATIVE_INFINITY : best.floor();
    return places.size() > 4 * SPARE * size
        || (equal >= 0 && table.globalScore(equal) > floor)
        || most == Double.POSITIVE_INFINITY
        || (most > Double.NEGATIVE_INFINITY && mostNow(table) >= floor);
  }

  private void list(Pulse best, int[] all, ItemTable table) {
    startAnew();
    int last = -1;
    for (int place : table.placesOf(best)) {
      add(place);
      if (last < 0 || isBehind(place, last, table)) {
        last = place;
      }
    }
    IntArrayList rest = new IntArrayList();
    for (int place : all) {
      if (!isListed.get(place) && !table.isRetired(place)) {
        if (table.isEqual(place, last)) {
          equal = last;
        } else {
          rest.add(place);
        }
      }
    }
    int[] others = rest.toArray();
    addHighest(others, Arrays.stream(others).mapToDouble(table::globalScore).toArray());
    addHighest(others, Arrays.stream(others).mapToDouble(table::touchedMillis).toArray());
    bound(others, table);
  }

  private static boolean isBehind(int place, int other, ItemTable table) {
    int order = Double.compare(table.globalScore(place), table.globalScore(other));
    return order < 0 || (order == 0 && table.fingerprint(place) > table.fingerprint(other));
  }

  private void addHighest(int[] others, double[] values) {
    long[] noMatterWhich = new long[others.length];
    for (int i : Strongest.select(values, noMatterWhich, others.length, SPARE * size)) {
      add(others[i]);
    }
  }

  private void bound(int[] others, ItemTable table) {
    lookedMillis = table.asOfMillis();
    weights = table.weights();
    most = Double.NEGATIVE_INFINITY;
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    for (int place : others) {
      if (!isListed.get(place)) {
        most = Math.max(most, table.globalScore(place));
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
  private double mostNow(ItemTable table) {
    double sum = most + MARGIN;
    for (int i = 0; i < Signal.GLOBALS; i++) {
      double low = table.later(i, lowest[i], lookedMillis);
      double high = table.later(i, highest[i], lookedMillis);
      double faded = Math.max(weights[i] * (low - lowest[i]), weights[i] * (high - highest[i]));
      double learned = table.weights()[i] - weights[i];
      sum += Math.max(0.0, faded);
      sum += Math.max(learned * Math.min(low, lowest[i]), learned * Math.max(high, highest[i]));
    }
    return sum;
  }
}

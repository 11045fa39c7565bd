package dev.freshet.scoring;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items that may be in the next pulse, so that not every beat has to look at a whole catalogue.
 *
 * <p>Twice the pulse's size was best at the last look around, and whatever was touched since
 * belongs to them too. The rest only fades: untouched items keep their order but for the small
 * differences in how their signals fade, which the spare half is there to cover until the next
 * look. Weights that move by learning could change the order of all items at once; then there is a
 * look before the rest could have caught up.
 *
 * <p>A look is at the contenders of a wider circle, which are ten times as many and so far ahead of
 * the rest that there is seldom a look at all items.
 */
final class Contenders {

  /** The shortest event time between two looks while weights stand still. */
  private static final long REVIEW_MILLIS = 3_600_000;

  /**
   * Where hours pass between two beats, so many beats for each time that as many contend as are
   * wanted, unless it is a day since the last look.
   */
  private static final int REVIEW_BEATS = 8;

  private static final long LONGEST_MILLIS = 24 * REVIEW_MILLIS;

  /** How far from 0 a signal usually is at most: they are logarithms of values from ε to 1/ε. */
  private static final double FARTHEST_SIGNAL = -Math.log(Signal.EPSILON);

  private static final int SPARE = 2;

  private static final int WIDER_SPARE = 10;

  /** How many of them are wanted. */
  private final int size;

  /** How many times as many contend. */
  private final int spare;

  private final @Nullable Contenders wider;
  private long reviewedMillis = Touch.NEVER;
  private double[] reviewedWeights = new double[0];
  private int beats;

  /** How far the last one wanted was above the last contender at the last look. */
  private double lead;

  private int count;
  private int[] places = new int[0];
  private boolean[] isIn = new boolean[0];

  Contenders(int pulseSize) {
    this(pulseSize, SPARE, new Contenders(SPARE * pulseSize, WIDER_SPARE, null));
  }

  /**
   * @param wider where as many as contend here are found, or null to look at all items
   */
  Contenders(int size, int spare, @Nullable Contenders wider) {
    this.size = size;
    this.spare = spare;
    this.wider = wider;
  }

  /** An item was touched or described. */
  void add(int place) {
    if (wider != null) {
      wider.add(place);
    }
    contend(place);
  }

  private void contend(int place) {
    if (place >= isIn.length) {
      isIn = Arrays.copyOf(isIn, Math.max(64, place * 2));
    }
    if (!isIn[place]) {
      isIn[place] = true;
      if (count == places.length) {
        places = Arrays.copyOf(places, Math.max(64, count * 2));
      }
      places[count++] = place;
    }
  }

  /** An item is forgotten. */
  void remove(int place) {
    if (wider != null) {
      wider.remove(place);
    }
    if (place < isIn.length && isIn[place]) {
      isIn[place] = false;
      int at = 0;
      while (places[at] != place) {
        at++;
      }
      places[at] = places[--count];
      if (count < size) {
        // Others, which nobody touched since the last look, have to take their place.
        reviewedMillis = Touch.NEVER;
      }
    }
  }

  /** Takes the pulse among the contenders, after a look around if one is due. */
  Pulse pulse(ItemTable table) {
    beats++;
    if (!isReviewDue(table)) {
      return Pulse.of(table, places, count, size);
    }
    Pulse wide = wider == null ? ofAll(table) : wider.pulse(table);
    Arrays.fill(isIn, false);
    count = 0;
    for (int place : table.placesOf(wide)) {
      contend(place);
    }
    Pulse pulse = Pulse.of(table, places, count, size);
    boolean hasRest = wide.size() == spare * size;
    lead = hasRest ? pulse.floor() - wide.floor() : Double.POSITIVE_INFINITY;
    reviewedMillis = table.asOfMillis();
    reviewedWeights = table.weights();
    beats = 0;
    return pulse;
  }

  private Pulse ofAll(ItemTable table) {
    int[] all = IntStream.range(0, table.places()).filter(table::isTaken).toArray();
    return Pulse.of(table, all, all.length, spare * size);
  }

  private boolean isReviewDue(ItemTable table) {
    if (reviewedMillis == Touch.NEVER) {
      return true;
    }
    long since = table.asOfMillis() - reviewedMillis;
    return since >= LONGEST_MILLIS
        || (since >= REVIEW_MILLIS && beats >= REVIEW_BEATS * spare)
        || moved(table.weights()) > lead;
  }

  /** How much a score has changed at most by what was learned since the last look. */
  private double moved(double[] weights) {
    double sum = 0.0;
    for (int i = Signal.CONSTANT.place() + 1; i < Signal.GLOBALS; i++) {
      sum += Math.abs(weights[i] - reviewedWeights[i]);
    }
    return sum * FARTHEST_SIGNAL;
  }
}

package dev.freshet.scoring;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The items that may be in the next pulse, so that not every beat has to look at a whole catalogue.
 *
 * <p>Twice the pulse's size was best at the last look at all items, and whatever was touched since
 * belongs to them too. The rest only fades: untouched items keep their order but for the small
 * differences in how their signals fade, which the spare half is there to cover until all are
 * looked at again. Weights that move by learning could change the order of all items at once; then
 * all are looked at before the rest could have caught up.
 */
final class Contenders {

  /** The shortest event time between two looks at all items while weights stand still. */
  private static final long REVIEW_MILLIS = 3_600_000;

  /** Where hours pass between two beats, so many beats, unless it is a day since the last look. */
  private static final int REVIEW_BEATS = 16;

  private static final long LONGEST_MILLIS = 24 * REVIEW_MILLIS;

  /** How far from 0 a signal usually is at most: they are logarithms of values from ε to 1/ε. */
  private static final double FARTHEST_SIGNAL = -Math.log(Signal.EPSILON);

  private final int pulseSize;
  private long reviewedMillis = Touch.NEVER;
  private double[] reviewedWeights = new double[0];
  private int beats;

  /** How far the last of the pulse was above the last contender at the last look. */
  private double lead;

  private int count;
  private int[] places = new int[0];
  private boolean[] isIn = new boolean[0];

  Contenders(int pulseSize) {
    this.pulseSize = pulseSize;
  }

  /** An item was touched or described. */
  void add(int place) {
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
    if (place < isIn.length && isIn[place]) {
      isIn[place] = false;
      int at = 0;
      while (places[at] != place) {
        at++;
      }
      places[at] = places[--count];
      if (count < pulseSize) {
        // Others, which nobody touched since the last look, have to fill the pulse.
        reviewedMillis = Touch.NEVER;
      }
    }
  }

  /** Takes the pulse among the contenders, after a look at all items if one is due. */
  Pulse pulse(ItemTable table) {
    beats++;
    if (!isReviewDue(table)) {
      return Pulse.of(table, places, count, pulseSize);
    }
    int[] all = IntStream.range(0, table.places()).filter(table::isTaken).toArray();
    Pulse wide = Pulse.of(table, all, all.length, 2 * pulseSize);
    Arrays.fill(isIn, false);
    count = 0;
    for (int place : table.placesOf(wide)) {
      add(place);
    }
    Pulse pulse = Pulse.of(table, places, count, pulseSize);
    boolean hasRest = wide.size() == 2 * pulseSize;
    lead = hasRest ? pulse.floor() - wide.floor() : Double.POSITIVE_INFINITY;
    reviewedMillis = table.asOfMillis();
    reviewedWeights = table.weights();
    beats = 0;
    return pulse;
  }

  private boolean isReviewDue(ItemTable table) {
    if (reviewedMillis == Touch.NEVER) {
      return true;
    }
    long since = table.asOfMillis() - reviewedMillis;
    return since >= LONGEST_MILLIS
        || (since >= REVIEW_MILLIS && beats >= REVIEW_BEATS)
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

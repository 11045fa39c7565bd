package dev.freshet.scoring;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The items that may be in the next pulse, so that not every beat has to look at a whole catalogue.
 *
 * <p>Twice the pulse's size was best at the last look at all items, and whatever was touched since
 * belongs to them too. The rest only fades: untouched items keep their order but for the small
 * differences in how their signals fade, which the spare half is there to cover until all are
 * looked at again.
 */
final class Contenders {

  /** Event time between two looks at all items. */
  private static final long REVIEW_MILLIS = 3_600_000;

  private final int pulseSize;
  private long reviewedMillis = Touch.NEVER;
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

  /** Takes the pulse among the contenders, after a look at all items if one is due. */
  Pulse pulse(ItemTable table, double[] weights) {
    long now = table.asOfMillis();
    if (reviewedMillis == Touch.NEVER || now - reviewedMillis >= REVIEW_MILLIS) {
      review(table, weights);
      reviewedMillis = now;
    }
    return Pulse.of(table, places, count, weights, pulseSize);
  }

  private void review(ItemTable table, double[] weights) {
    int[] all = IntStream.range(0, table.size()).toArray();
    Pulse wide = Pulse.of(table, all, all.length, weights, 2 * pulseSize);
    Arrays.fill(isIn, false);
    count = 0;
    for (long item : wide.items()) {
      add(table.placeOf(item));
    }
  }
}

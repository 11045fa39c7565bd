package dev.freshet.scoring;

import java.util.ArrayList;
import java.util.List;

/**
 * What one interaction changes in the {@link NeighbourRow} of its own item.
 *
 * @param counted when the item now counts as touched by the user, or {@link Touch#NEVER} if nothing
 *     changed there
 * @param uncounted when it counted as touched before, or {@link Touch#NEVER}
 * @param neighbours fingerprints of the other items, one a pair
 * @param later for each pair whether the neighbour came later than the row's item
 * @param gains for each pair the change of its gain
 * @param nexts for each pair the change of "came directly after"
 * @param atMillis for each pair when it came to be
 */
public record RowUpdate(
    long counted,
    long uncounted,
    long[] neighbours,
    boolean[] later,
    double[] gains,
    double[] nexts,
    long[] atMillis) {

  /** The update that follows from a touch for the row of the item that was touched. */
  public static RowUpdate of(long item, Touch touch) {
    List<PairGain> pairs = new ArrayList<>(touch.gains().size());
    for (PairGain pair : touch.gains()) {
      if (pair.has(item)) {
        pairs.add(pair);
      }
    }
    int size = pairs.size();
    long[] neighbours = new long[size];
    boolean[] later = new boolean[size];
    double[] gains = new double[size];
    double[] nexts = new double[size];
    long[] atMillis = new long[size];
    for (int i = 0; i < size; i++) {
      PairGain pair = pairs.get(i);
      later[i] = pair.earlier() == item;
      neighbours[i] = later[i] ? pair.later() : pair.earlier();
      gains[i] = pair.gain();
      nexts[i] = pair.next();
      atMillis[i] = pair.atMillis();
    }
    boolean moved = touch.from().firstMillis() != touch.to().firstMillis();
    return new RowUpdate(
        moved ? touch.to().firstMillis() : Touch.NEVER,
        moved ? touch.from().firstMillis() : Touch.NEVER,
        neighbours,
        later,
        gains,
        nexts,
        atMillis);
  }
}

package dev.freshet.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one interaction changes in one item's {@link NeighbourRow}.
 *
 * @param row fingerprint of the item whose row it is
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
    long row,
    long counted,
    long uncounted,
    long[] neighbours,
    boolean[] later,
    double[] gains,
    double[] nexts,
    long[] atMillis) {

  /** The updates that follow from a touch of an item, first that of the item's own row. */
  public static List<RowUpdate> of(long item, Touch touch) {
    Map<Long, List<PairGain>> byRow = new LinkedHashMap<>();
    byRow.put(item, new ArrayList<>(touch.gains().size()));
    for (PairGain pair : touch.gains()) {
      byRow.computeIfAbsent(pair.earlier(), row -> new ArrayList<>(1)).add(pair);
      byRow.computeIfAbsent(pair.later(), row -> new ArrayList<>(1)).add(pair);
    }
    List<RowUpdate> updates = new ArrayList<>(byRow.size());
    byRow.forEach((row, pairs) -> updates.add(of(row, row == item ? touch : null, pairs)));
    return updates;
  }

  private static RowUpdate of(long row, @Nullable Touch touch, List<PairGain> pairs) {
    int size = pairs.size();
    long[] neighbours = new long[size];
    boolean[] later = new boolean[size];
    double[] gains = new double[size];
    double[] nexts = new double[size];
    long[] atMillis = new long[size];
    for (int i = 0; i < size; i++) {
      PairGain pair = pairs.get(i);
      later[i] = pair.earlier() == row;
      neighbours[i] = later[i] ? pair.later() : pair.earlier();
      gains[i] = pair.gain();
      nexts[i] = pair.next();
      atMillis[i] = pair.atMillis();
    }
    boolean moved = touch != null && touch.counted() != touch.uncounted();
    return new RowUpdate(
        row,
        moved ? touch.counted() : Touch.NEVER,
        moved ? touch.uncounted() : Touch.NEVER,
        neighbours,
        later,
        gains,
        nexts,
        atMillis);
  }
}

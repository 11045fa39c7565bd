package dev.freshet.scoring.similarity;

import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.PairGain;
import java.util.ArrayList;
import java.util.List;

/**
 * What one interaction changes in the {@link CoOccurrenceRow} of its own item.
 *
 * @param atMillis when the interaction was
 * @param from where the user stood with the item
 * @param to where the user stands with it now
 * @param neighbours fingerprints of the other items, one a pair
 * @param later for each pair whether the neighbour came later than the row's item
 * @param gains for each pair the change of its gain
 * @param pairMillis for each pair when it came to be
 */
public record RowUpdate(
    long atMillis,
    Engagement from,
    Engagement to,
    long[] neighbours,
    boolean[] later,
    double[] gains,
    long[] pairMillis) {

  /** The update that follows from an interaction for the row of its item. */
  public static RowUpdate of(long item, long atMillis, HistoryChange change) {
    List<PairGain> pairs = new ArrayList<>(change.gains().size());
    for (PairGain pair : change.gains()) {
      if (pair.changesPairOf(item)) {
        pairs.add(pair);
      }
    }
    int size = pairs.size();
    long[] neighbours = new long[size];
    boolean[] later = new boolean[size];
    double[] gains = new double[size];
    long[] pairMillis = new long[size];
    for (int i = 0; i < size; i++) {
      PairGain pair = pairs.get(i);
      later[i] = pair.earlier() == item;
      neighbours[i] = later[i] ? pair.later() : pair.earlier();
      gains[i] = pair.gain();
      pairMillis[i] = pair.atMillis();
    }
    return new RowUpdate(
        atMillis, change.from(), change.to(), neighbours, later, gains, pairMillis);
  }
}

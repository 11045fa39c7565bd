package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Map;

/** Which items were shown: how many different ones, how often any, and how often a new one. */
public final class ItemCounts {

  private final DistinctItems distinct;
  private long shown;
  private long newShown;

  ItemCounts() {
    this(new DistinctItems());
  }

  private ItemCounts(DistinctItems distinct) {
    this.distinct = distinct;
  }

  /** Adds items of a day, by code, each so many times as it was shown. */
  void add(Map<Integer, Long> items, long day, Catalogue catalogue) {
    items.forEach(
        (code, times) -> {
          distinct.add(code);
          shown += times;
          newShown += catalogue.isNew(code, day) ? times : 0L;
        });
  }

  void add(ItemCounts others) {
    distinct.addAll(others.distinct);
    shown += others.shown;
    newShown += others.newShown;
  }

  /** How many different items were shown; up to 1,024 exactly, more by {@link DistinctItems}. */
  public long distinct() {
    return distinct.estimate();
  }

  /** How often an item was shown. */
  public long shown() {
    return shown;
  }

  /** How often one was shown that was new. */
  public long newShown() {
    return newShown;
  }

  void write(StateWriter out) {
    distinct.write(out);
    out.number(shown).number(newShown);
  }

  /** What {@link #write} wrote. */
  static ItemCounts read(StateReader in) {
    ItemCounts counts = new ItemCounts(DistinctItems.read(in));
    counts.shown = in.number();
    counts.newShown = in.number();
    return counts;
  }
}

package dev.freshet.scoring.items;

import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.similarity.RowUpdate;
import java.util.HashMap;
import java.util.Map;

/** Counts what users do with items, each in its row, and tells what is known of an item then. */
public final class Counting {

  private static final long[] NOTHING = {};
  private static final double[] NO_GAINS = {};

  private final ItemSettings settings = ItemSettings.defaults();
  private final Map<String, ItemRow> rows = new HashMap<>();

  /** Somebody interacts with an item for the first time. */
  public ItemFacts interact(String item, long atMillis, double strength) {
    return interact(item, atMillis, Engagement.NONE, new Engagement(atMillis, strength));
  }

  /** An interaction moves somebody from one engagement with an item to another. */
  public ItemFacts interact(String item, long atMillis, Engagement from, Engagement to) {
    ItemRow row = rows.computeIfAbsent(item, unknown -> new ItemRow());
    row.apply(item, update(atMillis, from, to), settings);
    return row.facts(settings);
  }

  /** What a touch changes in the row of an item that goes with no other. */
  static RowUpdate update(long atMillis, Engagement from, Engagement to) {
    return new RowUpdate(atMillis, from, to, NOTHING, new boolean[0], NO_GAINS, NOTHING);
  }
}

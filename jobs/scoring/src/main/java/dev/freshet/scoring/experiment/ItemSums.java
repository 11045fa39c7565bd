package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which items were shown in one view, in all and on each of the newest days. They are the same in
 * whatever order lists come and however they are divided among several of these.
 *
 * <p>Coverage is the share of the items of the catalogue that were shown (catalogue coverage, as in
 * Ge, Delgado-Battenfeld, Jannach: <i>Beyond accuracy: evaluating recommender systems by coverage
 * and serendipity</i>, RecSys 2010).
 */
public final class ItemSums {

  public static final Layout LAYOUT = Layout.of("item sums", 1);

  private ItemCounts all = new ItemCounts();
  private final NavigableMap<Long, ItemCounts> days = new TreeMap<>();

  /** How many items the catalogue had when it was asked last; 0 if there is none. */
  private long catalogued;

  /** How often the catalogue had been told of an item by then. */
  private long version;

  /** Adds what was shown, by what the catalogue says of it. */
  public void add(ShownItems shown, Catalogue catalogue) {
    shown.forEach(
        (items, day) -> {
          all.add(items, day, catalogue);
          days.computeIfAbsent(day, any -> new ItemCounts()).add(items, day, catalogue);
        });
    leaveOldDays();
    look(catalogue.size(), catalogue.version());
  }

  /** Adds those of others. */
  public void add(ItemSums others) {
    all.add(others.all);
    others.days.forEach(
        (day, counts) -> days.computeIfAbsent(day, any -> new ItemCounts()).add(counts));
    leaveOldDays();
    look(others.catalogued, others.version);
  }

  private void leaveOldDays() {
    while (!days.isEmpty() && days.firstKey() <= days.lastKey() - ViewSums.MOST_DAYS) {
      days.pollFirstEntry();
    }
  }

  private void look(long items, long ofVersion) {
    if (ofVersion >= version) {
      catalogued = items;
      version = ofVersion;
    }
  }

  /** What was shown at any time. */
  public ItemCounts all() {
    return all;
  }

  /** What was shown on one of the newest days (UTC, counted from 1970). */
  public ItemCounts of(long day) {
    return days.getOrDefault(day, new ItemCounts());
  }

  /** How many items the catalogue has; 0 if there is none. */
  public long catalogued() {
    return catalogued;
  }

  /**
   * The share of the items of the catalogue that were shown, 1 at most: some that were shown may
   * not be in it any more. NaN if there is no catalogue.
   */
  public double coverage(ItemCounts counts) {
    return catalogued == 0L ? Double.NaN : Math.min(1.0, (double) counts.distinct() / catalogued);
  }

  /** The share of new items among those that were shown; NaN if there is no catalogue. */
  public double newShare(ItemCounts counts) {
    return catalogued == 0L || counts.shown() == 0L
        ? Double.NaN
        : (double) counts.newShown() / counts.shown();
  }

  /** All of it as bytes: 4 KiB at most in all, and as much for each day. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    all.write(out);
    out.number(days.size());
    for (Map.Entry<Long, ItemCounts> day : days.entrySet()) {
      out.number(day.getKey());
      day.getValue().write(out);
    }
    out.number(catalogued).number(version);
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static ItemSums deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    ItemSums sums = new ItemSums();
    sums.all = ItemCounts.read(in);
    for (int each = in.count(); each > 0; each--) {
      sums.days.put(in.number(), ItemCounts.read(in));
    }
    sums.catalogued = in.number();
    sums.version = in.number();
    return sums;
  }
}

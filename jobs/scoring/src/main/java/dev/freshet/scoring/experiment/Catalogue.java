package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.CatalogueItem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The items that there are, by code, with the day on which each was published. What is retired is
 * not among them.
 */
public final class Catalogue {

  public static final Layout LAYOUT = Layout.of("catalogue", 1);

  /** Of an item of which it is not known when it was published. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final long newDays;
  private final Map<Integer, Long> published = new HashMap<>();
  private long version;

  /**
   * @param newFor for how long an item is new, in whole days
   */
  public Catalogue(Duration newFor) {
    newDays = newFor.toDays();
  }

  /** Enters what the platform says of an item. */
  public void tell(CatalogueItem item) {
    version++;
    int code = Action.code(item.item());
    if (item.retired()) {
      published.remove(code);
    } else {
      long millis = item.publishedMillis();
      published.put(code, millis == 0L ? UNKNOWN : DayBook.dayOf(millis));
    }
  }

  /** How many items there are. */
  long size() {
    return published.size();
  }

  /** How often something was told. */
  long version() {
    return version;
  }

  /**
   * Whether an item that is shown on a day (UTC, counted from 1970) was published on it or so many
   * days before, or is still to be. One of which that is not known is not new.
   */
  boolean isNew(int code, long day) {
    long publishedDay = published.getOrDefault(code, UNKNOWN);
    return publishedDay != UNKNOWN && day - publishedDay < newDays;
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(version).number(published.size());
    published.forEach((code, day) -> out.number(code).number(day));
    return out.bytes();
  }

  /** Adds what {@link #serialize} wrote. */
  public void restore(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    version = in.number();
    for (int each = in.count(); each > 0; each--) {
      published.put(in.count(), in.number());
    }
  }
}

package dev.freshet.runtime.cleaning;

import java.io.Serializable;
import java.time.Duration;

/**
 * Of which items interactions are used.
 *
 * @param catalogue whether it must know them
 * @param most how many different ones there may be, those of the catalogue with them, before others
 *     that are new are rejected
 * @param ttl silence after which one that the catalogue does not know makes room
 * @param option key of the option that sets how many there may be
 */
public record ItemLimits(Catalogue catalogue, int most, Duration ttl, String option)
    implements Serializable {

  /** Every item is used, and none is remembered. */
  public static final ItemLimits NONE =
      new ItemLimits(Catalogue.OPEN, Integer.MAX_VALUE, Duration.ZERO, "");

  /** What the catalogue is to items. */
  public enum Catalogue {
    /** It describes some of them. */
    OPEN,
    /** There are no others than its own. */
    REQUIRED
  }

  boolean areNone() {
    return equals(NONE);
  }

  /** Whether it matters which items events name. */
  boolean dependOnEvents() {
    return !areNone() && catalogue == Catalogue.OPEN;
  }
}

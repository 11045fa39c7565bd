package dev.freshet.scoring.experiment;

import java.time.Duration;
import java.util.List;

/** What users do with items that they were shown. */
public enum Reaction {
  CLICK(0, Duration.ofMinutes(30)),
  /** Counts as often as it occurs, by seconds; all others count once for an item that was shown. */
  STUDY(1, Duration.ofDays(1)),
  COMPLETION(2, Duration.ofDays(1)),
  LIKE(3, Duration.ofDays(1)),
  PURCHASE(4, Duration.ofDays(14));

  private static final List<Reaction> ALL = List.of(values());

  private final int place;
  private final long windowMillis;

  /**
   * @param place where it is in state: never changed
   */
  Reaction(int place, Duration window) {
    this.place = place;
    windowMillis = window.toMillis();
  }

  /** For how long after an item was shown it may be due to that; the last millisecond counts. */
  public long windowMillis() {
    return windowMillis;
  }

  int place() {
    return place;
  }

  static Reaction at(int place) {
    return ALL.get(place);
  }

  /** Where is noted that it was done. */
  byte bit() {
    return (byte) (1 << place);
  }
}

package dev.freshet.scoring.experiment;

import java.time.Duration;
import java.util.List;

/** What users do with items that they were shown. */
public enum Reaction {
  CLICK(0, 1, Duration.ofMinutes(30)),
  /** Counts as often as it occurs, by seconds; all others count once for an item that was shown. */
  STUDY(1, 0, Duration.ofDays(1)),
  COMPLETION(2, 2, Duration.ofDays(1)),
  LIKE(3, 4, Duration.ofDays(1)),
  PURCHASE(4, 8, Duration.ofDays(14)),
  /** Anything else: it is due to no list, but the user was active. */
  ACTIVITY(5, 0, Duration.ZERO);

  private static final List<Reaction> ALL = List.of(values());

  private final int place;
  private final int bit;
  private final long windowMillis;

  /**
   * @param place where it is in state: never changed
   * @param bit where is noted that it was done, of four; 0 if it need not be
   */
  Reaction(int place, int bit, Duration window) {
    this.place = place;
    this.bit = bit;
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

  /** Where is noted that it was done; 0 if it counts each time. */
  int bit() {
    return bit;
  }
}

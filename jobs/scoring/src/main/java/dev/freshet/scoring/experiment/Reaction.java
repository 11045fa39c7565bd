package dev.freshet.scoring.experiment;

import java.util.List;

/** What users do with items that they were shown. */
public enum Reaction {
  CLICK(0, 1),
  /** Counts as often as it occurs, by seconds; all others count once for an item that was shown. */
  STUDY(1, 0),
  COMPLETION(2, 2),
  LIKE(3, 4),
  PURCHASE(4, 8),
  /** Anything else: it is due to no list, but the user was active. */
  ACTIVITY(5, 0);

  private static final List<Reaction> ALL = List.of(values());

  private final int place;
  private final int bit;

  /**
   * @param place where it is in state: never changed
   * @param bit where is noted that it was done, of four; 0 if it need not be
   */
  Reaction(int place, int bit) {
    this.place = place;
    this.bit = bit;
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

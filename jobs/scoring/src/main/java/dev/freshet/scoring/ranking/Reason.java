package dev.freshet.scoring.ranking;

import dev.freshet.scoring.model.Signal;

/** Why an item is on a list: the signal that lifted it most. */
public enum Reason {
  /** Others did it after an item of the user. */
  AFTER("after"),
  /** Others did it along with an item of the user. */
  SIMILAR("similar"),
  /** It has a tag the user cares for. */
  TAG("tag"),
  /** Its vector is near those of the user's items. */
  VECTOR("vector"),
  /** The user did it before. */
  AGAIN("again"),
  /** Nothing personal: it is good for everybody at the moment. */
  TRENDING("trending");

  private final String label;

  Reason(String label) {
    this.label = label;
  }

  /** The reason that a signal gives which lifts an item. */
  static Reason of(Signal signal) {
    return switch (signal) {
      case AFTER, NEXT, PATH, PEERS -> AFTER;
      case SIMILAR, LONG_TERM -> SIMILAR;
      case INTEREST -> TAG;
      case VECTOR -> VECTOR;
      case REPEAT -> AGAIN;
      default -> TRENDING;
    };
  }

  /**
   * The reason as a frontend reads it: {@code after:<item>}, {@code similar:<item>}, {@code
   * tag:<tag>} or the bare word.
   *
   * @param subject the item or tag, empty if the reason has none
   */
  public String text(String subject) {
    return subject.isEmpty() ? label : label + ":" + subject;
  }
}

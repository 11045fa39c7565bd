package dev.freshet.scoring.listrule;

/** What a rule does with its items in a list. The amount of a {@link ServedRule} says how much. */
public enum ListAction {
  /** The best of them that may be listed gets a place; the amount is the place, from 1. */
  PIN,

  /**
   * Each is chosen so many times as often as without the rule, other things being equal: the
   * logarithm of the amount is added to its score. The amount is above 0; below 1 it buries.
   */
  FACTOR,

  /** None is listed; the amount is 0. */
  HIDE,

  /** Together they get at most so many places; the amount is that number, from 1. */
  MOST,

  /** Nothing else is listed; the amount is 0. */
  ONLY;

  /** Whether items can be listed because of it, so that readers need their scores. */
  public boolean lists() {
    return this == PIN || this == FACTOR || this == ONLY;
  }
}

package dev.freshet.scoring.effect;

/**
 * What became known of one user whom a rule has met.
 *
 * @param rule the rule
 * @param holdout the share of users whom it holds out
 * @param isHeldOut whether the user is one of them
 * @param step what became known
 * @param atMillis when, event time
 * @param returned whether the user was active again
 * @param purchased whether the user bought something
 * @param seconds how long the user studied
 * @param cost what the user's rewards cost, thousandths
 */
public record OutcomeChange(
    String rule,
    double holdout,
    boolean isHeldOut,
    Step step,
    long atMillis,
    boolean returned,
    boolean purchased,
    long seconds,
    long cost) {

  /** What became known. */
  public enum Step {
    /** The rule has met the user for the first time. */
    MET,
    /** A week is over: whether the user has returned. */
    WEEK,
    /** Four weeks are over: everything. */
    FOUR_WEEKS
  }
}

package dev.freshet.scoring.effect;

import java.util.List;

/** What becomes of users after a rule has met them. */
public enum Outcome {
  /** Whether the user was active on one of the seven days after that day. */
  RETURN_7("return7", 1L, 1.0),
  /** Whether the user was active on one of the 28 days after that day. */
  RETURN_28("return28", 1L, 1.0),
  /** Whether the user bought something until then. */
  CONVERSION("conversion", 1L, 1.0),
  /** Minutes studied until then; more than an hour a day counts as an hour a day. */
  MINUTES("minutes", 28L * 3_600L, 60.0);

  /** All of them, in the order of documents and of state. */
  public static final List<Outcome> ALL = List.of(values());

  private final String label;
  private final long most;
  private final double unit;

  Outcome(String label, long most, double unit) {
    this.label = label;
    this.most = most;
    this.unit = unit;
  }

  /** Its name in documents. */
  public String label() {
    return label;
  }

  /** The highest number that a tally has for a user; seconds for {@link #MINUTES}. */
  public long most() {
    return most;
  }

  /** How much of a tally's numbers is 1 to those who read. */
  double unit() {
    return unit;
  }
}

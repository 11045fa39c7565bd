package dev.freshet.scoring.engagement;

import java.io.Serializable;

/**
 * How often a user is rewarded by a rule at most.
 *
 * @param times 1 or more
 * @param per in each of which
 */
public record Limit(int times, Window per) implements Serializable {

  /** As often as the rule is met. */
  public static final Limit NONE = new Limit(Integer.MAX_VALUE, Window.EVER);

  public Limit {
    if (times < 1) {
      throw new IllegalArgumentException("limit: times must be 1 or more, was " + times);
    }
  }

  /** Whether there is any. */
  public boolean isNone() {
    return equals(NONE);
  }
}

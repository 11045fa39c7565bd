package dev.freshet.scoring.audience;

import dev.freshet.scoring.engagement.Moment;

/** When a condition may change its answer by time alone. */
@FunctionalInterface
public interface Turn {

  /** What never happens. */
  long NEVER = Long.MAX_VALUE;

  /**
   * The first moment after another at which the answer may be another one, if nothing is learned of
   * the user until then, epoch milliseconds; {@link #NEVER} if it stays for good. It may be too
   * early, but never too late.
   */
  long nextMillis(Moment moment);
}

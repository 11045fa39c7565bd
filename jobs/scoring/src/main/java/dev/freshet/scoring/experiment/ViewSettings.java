package dev.freshet.scoring.experiment;

import java.io.Serializable;
import java.time.Duration;

/**
 * How users are counted.
 *
 * @param lateness how long after the watermark something earlier is waited for, 0 or more
 * @param ttl after how long without a list a user is no longer known there, a day at least
 * @param windows for how long what users do may be due to a list
 * @param mostListsADay of more lists on one day a user is taken for a program
 */
public record ViewSettings(
    Duration lateness, Duration ttl, ReactionWindows windows, int mostListsADay)
    implements Serializable {

  /** So many lists on a day are few enough as a rule. */
  public static final int USUAL_LISTS_A_DAY = 500;

  /** One timer serves what occurs within a second. */
  private static final long STEP_MILLIS = 1_000L;

  /** With the usual windows and lists a day. */
  public ViewSettings(Duration lateness, Duration ttl) {
    this(lateness, ttl, ReactionWindows.USUAL, USUAL_LISTS_A_DAY);
  }

  /** The watermark at which a moment has passed: nothing earlier is waited for by then. */
  public long lookMillis(long atMillis) {
    long dueMillis = atMillis + lateness.toMillis();
    return -Math.floorDiv(-dueMillis, STEP_MILLIS) * STEP_MILLIS;
  }

  /**
   * Whether a moment is so long before a watermark that what occurred then would be forgotten at
   * once: by a device, say, whose clock is months behind.
   */
  boolean isForgotten(long atMillis, long watermarkMillis) {
    return atMillis + lateness.toMillis() + ttl.toMillis() < watermarkMillis;
  }

  /** Up to when everything has passed by a watermark. */
  public long reachedMillis(long watermarkMillis) {
    return watermarkMillis - lateness.toMillis();
  }
}

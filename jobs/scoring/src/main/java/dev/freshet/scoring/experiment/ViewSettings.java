package dev.freshet.scoring.experiment;

import java.io.Serializable;
import java.time.Duration;

/**
 * How users are counted.
 *
 * @param lateness how long after the watermark something earlier is waited for, 0 or more
 * @param ttl after how long without a list a user is no longer known there, a day at least
 */
public record ViewSettings(Duration lateness, Duration ttl) implements Serializable {

  /** One timer serves what occurs within a second. */
  private static final long STEP_MILLIS = 1_000L;

  /** The watermark at which a moment has passed: nothing earlier is waited for by then. */
  public long lookMillis(long atMillis) {
    long dueMillis = atMillis + lateness.toMillis();
    return -Math.floorDiv(-dueMillis, STEP_MILLIS) * STEP_MILLIS;
  }

  /** Up to when everything has passed by a watermark. */
  public long reachedMillis(long watermarkMillis) {
    return watermarkMillis - lateness.toMillis();
  }
}

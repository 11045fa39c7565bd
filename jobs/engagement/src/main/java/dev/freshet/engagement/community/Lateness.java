package dev.freshet.engagement.community;

import dev.freshet.runtime.time.WaitingParts;
import java.io.Serializable;

/**
 * How long something earlier is waited for.
 *
 * @param millis after the watermark has passed it
 */
public record Lateness(long millis) implements Serializable {

  /** Watermarks are looked at in such steps, so that one timer serves what occurs together. */
  static final long STEP_MILLIS = WaitingParts.STEP_MILLIS;

  /** The watermark at which something is heard of: nothing earlier is waited for by then. */
  long hearingMillis(long atMillis) {
    return -Math.floorDiv(-(atMillis + millis), STEP_MILLIS) * STEP_MILLIS;
  }

  /** Up to when everything was heard of by a watermark that is such a step. */
  long heardMillis(long watermarkMillis) {
    return watermarkMillis - millis;
  }
}

package dev.freshet.scoring.engagement;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What shapes incentives.
 *
 * @param zone where the platform's days begin and end
 * @param lateness how long an event is waited for after the watermark has passed it
 * @param levels how many points make a level
 */
public record IncentiveSettings(ZoneId zone, Duration lateness, Levels levels)
    implements Serializable {

  public IncentiveSettings {
    if (lateness.isNegative()) {
      throw new IllegalArgumentException("lateness must be 0 or more, was " + lateness);
    }
  }
}

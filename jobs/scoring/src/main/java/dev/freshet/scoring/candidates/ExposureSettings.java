package dev.freshet.scoring.candidates;

import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;
import java.time.Duration;

/**
 * What follows from lists that users were shown.
 *
 * @param learn whether weights are learned from choices from them
 * @param fade whether items shown and not taken fall for that user
 * @param appeal whether items count more that are taken more often than foreseen
 * @param windowMillis how long after a list was shown something is taken from it
 */
public record ExposureSettings(boolean learn, boolean fade, boolean appeal, long windowMillis)
    implements Serializable {

  public ExposureSettings {
    Setting.positive("recommendations.exposures.window", windowMillis);
  }

  /** Whether anything does. */
  public boolean count() {
    return learn || fade || appeal;
  }

  /** What was found to serve platforms of every kind. */
  public static ExposureSettings defaults() {
    return new ExposureSettings(true, true, true, Duration.ofMinutes(30).toMillis());
  }
}

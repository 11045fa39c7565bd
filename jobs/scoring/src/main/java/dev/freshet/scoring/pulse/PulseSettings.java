package dev.freshet.scoring.pulse;

import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes the pulse.
 *
 * @param size how many items the pulse holds
 */
public record PulseSettings(int size) implements Serializable {

  /** The largest {@link #size}, as Redis decodes a new pulse while it serves nobody else. */
  public static final int MOST = 250;

  public PulseSettings {
    Setting.positive("recommendations.pulse.size", size, MOST);
  }

  /** What was found to serve platforms of every kind. */
  public static PulseSettings defaults() {
    return new PulseSettings(200);
  }
}

package dev.freshet.scoring.interest;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes a user's interests.
 *
 * @param halfLife half-life of an interest
 * @param tags bound of the tags of a user
 */
public record InterestSettings(HalfLife halfLife, int tags) implements Serializable {

  public InterestSettings {
    Setting.positive("recommendations.interest.tags", tags);
  }

  /** What was found to serve platforms of every kind. */
  public static InterestSettings defaults() {
    return new InterestSettings(HalfLife.ofDays(60), 64);
  }
}

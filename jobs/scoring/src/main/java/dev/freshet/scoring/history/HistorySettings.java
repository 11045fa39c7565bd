package dev.freshet.scoring.history;

import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes a user's history.
 *
 * @param pairGains how much two items of a history co-occur by how far apart they are
 * @param size how many of a user's items are kept
 */
public record HistorySettings(PairGains pairGains, int size) implements Serializable {

  public HistorySettings {
    Setting.positive("recommendations.history.size", size);
  }

  /** What was found to serve platforms of every kind. */
  public static HistorySettings defaults() {
    return new HistorySettings(new PairGains(50, 5, 3_600_000L), 1000);
  }
}

package dev.freshet.scoring.similarity;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes co-occurrence.
 *
 * @param halfLife half-life of co-occurrence
 * @param neighbours bound of an item's row
 * @param perItem at most this many of an item's neighbours become candidates
 */
public record CoOccurrenceSettings(HalfLife halfLife, int neighbours, int perItem)
    implements Serializable {

  public CoOccurrenceSettings {
    Setting.positive("recommendations.co-occurrence.neighbours", neighbours);
    Setting.positive("recommendations.candidates.per-item", perItem);
  }

  /** What was found to serve platforms of every kind. */
  public static CoOccurrenceSettings defaults() {
    return new CoOccurrenceSettings(HalfLife.ofDays(365), 1000, 200);
  }
}

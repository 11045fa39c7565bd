package dev.freshet.scoring.items;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.settings.Setting;
import dev.freshet.scoring.similarity.CoOccurrenceSettings;
import java.io.Serializable;
import java.util.List;

/**
 * What shapes what is counted of items, and how often it is sent.
 *
 * @param coOccurrence what items go together
 * @param popularity half-lives of the popularity signals, shortest first, one each
 * @param updateMillis event time between two updates of the model
 */
public record ItemSettings(
    CoOccurrenceSettings coOccurrence, List<HalfLife> popularity, long updateMillis)
    implements Serializable {

  public static final List<HalfLife> HORIZONS =
      List.of(
          HalfLife.ofHours(1),
          HalfLife.ofDays(1),
          HalfLife.ofDays(7),
          HalfLife.ofDays(30),
          HalfLife.ofDays(365));

  public ItemSettings {
    popularity = List.copyOf(popularity);
    Setting.require(
        popularity.size() == HORIZONS.size(),
        "recommendations.popularity.half-lives",
        popularity,
        "exactly " + HORIZONS.size());
    Setting.positive("recommendations.pulse.event-interval", updateMillis);
  }

  /** What was found to serve platforms of every kind. */
  public static ItemSettings defaults() {
    return new ItemSettings(CoOccurrenceSettings.defaults(), HORIZONS, 1000L);
  }
}

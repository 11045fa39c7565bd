package dev.freshet.scoring;

import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.history.HistorySettings;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.pulse.PulseSettings;
import dev.freshet.scoring.ranking.ListSettings;
import java.io.Serializable;

/**
 * Everything that shapes a recommendation.
 *
 * @param history a user's history
 * @param items what is counted of items
 * @param lists a user's candidates and list
 * @param pulse what is best for everybody
 * @param model how weights are learned
 * @param exposures what follows from lists that were shown
 */
public record RecommenderSettings(
    HistorySettings history,
    ItemSettings items,
    ListSettings lists,
    PulseSettings pulse,
    ModelSettings model,
    ExposureSettings exposures)
    implements Serializable {

  /** What is kept of a user. */
  public CandidateSettings candidates() {
    return lists.candidates();
  }

  /** What was found to serve platforms of every kind. */
  public static RecommenderSettings defaults() {
    return new RecommenderSettings(
        HistorySettings.defaults(),
        ItemSettings.defaults(),
        ListSettings.defaults(),
        PulseSettings.defaults(),
        ModelSettings.defaults(),
        ExposureSettings.defaults());
  }
}

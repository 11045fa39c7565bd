package dev.freshet.scoring.ranking;

import dev.freshet.scoring.candidates.CandidateSettings;
import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes a user's list.
 *
 * @param candidates what is kept of the user
 * @param repeats how many of the last items the user may repeat, where they are not excluded
 * @param strongestTags from how many of a user's strongest tags candidates are taken
 * @param itemsPerTag how many items each of those tags gives
 * @param tagShare largest share of a list, 0–1, that items with one tag may have, unless more of
 *     the catalogue has it; 1 for no limit
 */
public record ListSettings(
    CandidateSettings candidates, int repeats, int strongestTags, int itemsPerTag, double tagShare)
    implements Serializable {

  public ListSettings {
    Setting.positive("recommendations.history.window", repeats);
    Setting.notNegative("recommendations.candidates.tags", strongestTags);
    Setting.notNegative("recommendations.candidates.per-tag", itemsPerTag);
    Setting.share("recommendations.tag-share", tagShare);
  }

  /** What was found to serve platforms of every kind. */
  public static ListSettings defaults() {
    return new ListSettings(CandidateSettings.defaults(), 50, 3, 50, 1.0);
  }
}

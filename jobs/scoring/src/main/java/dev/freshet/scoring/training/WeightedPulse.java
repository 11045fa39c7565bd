package dev.freshet.scoring.training;

import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.ranking.Ranker;
import dev.freshet.scoring.ranking.VariantList;
import java.util.List;

/**
 * What the lists of a variant with other weights are ranked by.
 *
 * @param weighting the weights, and who gets them
 * @param pulse the pulse by these weights, for users who acted a moment ago
 */
public record WeightedPulse(Weighting weighting, Pulse pulse) {

  /**
   * A user's lists of the variants that the user gets, at most one of an experiment.
   *
   * @param weighted of the update that the ranker's table follows
   */
  public static List<VariantList> lists(
      List<WeightedPulse> weighted,
      Ranker ranker,
      String name,
      UserProfile user,
      ChoiceModel model) {
    return weighted.stream()
        .filter(each -> each.weighting.isOf(name))
        .map(each -> each.list(ranker, name, user, model))
        .toList();
  }

  private VariantList list(Ranker ranker, String name, UserProfile user, ChoiceModel model) {
    return new VariantList(
        weighting.experiment(),
        weighting.variant(),
        ranker.rank(name, user, pulse, model, weighting::times));
  }

  /** The weights of all. */
  public static List<Weighting> weightings(List<WeightedPulse> weighted) {
    return weighted.stream().map(WeightedPulse::weighting).toList();
  }
}

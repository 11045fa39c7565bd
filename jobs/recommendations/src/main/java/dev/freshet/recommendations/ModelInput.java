package dev.freshet.recommendations;

import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.record.ToldListRule;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.items.ItemFacts;
import org.jspecify.annotations.Nullable;

/**
 * What the model receives: an interaction to learn from, what was counted of its item with it, or
 * what the catalogue says of an item, or what the topics of experiments and of rules say. Example
 * and facts come together where there are both, so that no pulse is taken between them, which would
 * be of the interaction's moment but without it.
 *
 * @param example an interaction of a user of the sample
 * @param follows the number of the user's example before it, 0 without one
 * @param facts what was counted of an item
 * @param urgent whether the facts change lists so much that they should be known at once
 * @param described what the catalogue says of an item
 * @param experiment what readers of lists are to know
 * @param shown a list that a user of the sample was shown
 * @param rule a rule on lists that readers are to know
 */
public record ModelInput(
    @Nullable TrainingExample example,
    int follows,
    @Nullable ItemFacts facts,
    boolean urgent,
    @Nullable CatalogueItem described,
    @Nullable ToldExperiment experiment,
    RowChange.@Nullable ShownList shown,
    @Nullable ToldListRule rule) {

  /**
   * An interaction to learn from.
   *
   * @param interaction what follows from it for its user
   * @param weight how many interactions it stands for
   */
  public record TrainingExample(EnrichedInteraction interaction, double weight) {}

  static ModelInput of(
      @Nullable TrainingExample example, int follows, @Nullable ItemFacts facts, boolean urgent) {
    return new ModelInput(example, follows, facts, urgent, null, null, null, null);
  }

  static ModelInput of(CatalogueItem described) {
    return new ModelInput(null, 0, null, false, described, null, null, null);
  }

  static ModelInput of(ToldExperiment experiment) {
    return new ModelInput(null, 0, null, false, null, experiment, null, null);
  }

  static ModelInput of(ToldListRule rule) {
    return new ModelInput(null, 0, null, false, null, null, null, rule);
  }

  static ModelInput of(RowChange.ShownList shown) {
    return new ModelInput(null, 0, null, false, null, null, shown, null);
  }

  /** The user of an example or a list; items, experiments and rules have no state by key. */
  String key() {
    if (shown != null) {
      return shown.exposure().user();
    }
    return example == null ? "" : example.interaction().user();
  }
}

package dev.freshet.effect;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.Standings;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.experiment.Verdict;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a placement, or of an experiment and its variants.
 *
 * @param names the placement alone, or the variants in the order of the experiment
 * @param sums of each of them
 * @param items which items each of them shows
 * @param experiment what the experiment is; null of a placement
 */
record Finding(
    List<String> names,
    List<ViewSums> sums,
    List<ItemSums> items,
    @Nullable Experiment experiment) {

  static Finding ofPlacement(String placement, SubjectSums sums) {
    return of(List.of(placement), sums, null);
  }

  static Finding ofExperiment(Experiment experiment, SubjectSums sums) {
    List<String> names = experiment.variants().stream().map(Variant::name).toList();
    return of(names, sums, experiment);
  }

  private static Finding of(List<String> names, SubjectSums sums, @Nullable Experiment experiment) {
    return new Finding(
        names,
        names.stream().map(sums::of).toList(),
        names.stream().map(sums::itemsOf).toList(),
        experiment);
  }

  /** When the last occurred that is in it. Before the first list there is the experiment alone. */
  long asOfMillis() {
    long newestMillis = sums.stream().mapToLong(ViewSums::asOfMillis).max().orElse(EventTime.NEVER);
    return experiment == null ? newestMillis : Math.max(newestMillis, experiment.fromMillis());
  }

  Standings standings() {
    return Standings.sideBySide(sums);
  }

  /** What an experiment shows; null of a placement. */
  @Nullable Verdict verdict() {
    return experiment == null ? null : Verdict.of(experiment, standings(), asOfMillis());
  }
}

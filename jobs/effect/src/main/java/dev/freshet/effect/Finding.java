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
 * @param nowMillis what the clock says, epoch milliseconds
 */
record Finding(
    List<String> names,
    List<ViewSums> sums,
    List<ItemSums> items,
    @Nullable Experiment experiment,
    long nowMillis) {

  static Finding ofPlacement(String placement, SubjectSums sums, long nowMillis) {
    return of(List.of(placement), sums, null, nowMillis);
  }

  static Finding ofExperiment(Experiment experiment, SubjectSums sums, long nowMillis) {
    List<String> names = experiment.variants().stream().map(Variant::name).toList();
    return of(names, sums, experiment, nowMillis);
  }

  private static Finding of(
      List<String> names, SubjectSums sums, @Nullable Experiment experiment, long nowMillis) {
    return new Finding(
        names,
        names.stream().map(sums::of).toList(),
        names.stream().map(sums::itemsOf).toList(),
        experiment,
        nowMillis);
  }

  /**
   * When the last occurred that is in it. Before the first list there is the experiment alone,
   * which is known now, though it may begin later, or be moved to an earlier moment until then.
   */
  long asOfMillis() {
    long newestMillis = sums.stream().mapToLong(ViewSums::asOfMillis).max().orElse(EventTime.NEVER);
    return experiment == null
        ? newestMillis
        : Math.max(newestMillis, Math.min(experiment.fromMillis(), nowMillis));
  }

  Standings standings() {
    return Standings.sideBySide(sums);
  }

  /** What an experiment shows; null of a placement. */
  @Nullable Verdict verdict() {
    return experiment == null ? null : Verdict.of(experiment, standings(), asOfMillis());
  }
}

package dev.freshet.scoring.training;

import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a variant of an experiment: the learned ones times a factor each.
 *
 * @param experiment the name of the experiment
 * @param variant the name of the variant
 * @param assignment which variant a user gets
 * @param number the variant's, from 0, among those of the assignment
 * @param factors one a {@link Signal}, in their order, 0 to 10; 1 for {@link Signal#PEERS}, which
 *     readers multiply
 */
public record Weighting(
    String experiment, String variant, Assignment assignment, int number, List<Double> factors) {

  public Weighting {
    factors = List.copyOf(factors);
  }

  /** Those of some experiments, in their order; none of variants whose weights are the usual. */
  public static List<Weighting> of(List<Experiment> experiments) {
    List<Weighting> weightings = new ArrayList<>();
    for (Experiment experiment : experiments) {
      Assignment assignment = experiment.assignment();
      for (int number = 0; number < experiment.variants().size(); number++) {
        Parameters parameters = experiment.variants().get(number).parameters();
        if (parameters.ranksOtherwise()) {
          weightings.add(
              new Weighting(
                  experiment.name(),
                  experiment.variants().get(number).name(),
                  assignment,
                  number,
                  factors(parameters)));
        }
      }
    }
    return List.copyOf(weightings);
  }

  private static List<Double> factors(Parameters parameters) {
    return Arrays.stream(Signal.values())
        .map(
            signal ->
                signal == Signal.PEERS
                    ? 1.0
                    : parameters.weights().getOrDefault(signal.label(), 1.0))
        .toList();
  }

  /** Whether a user gets this variant, whenever the experiment runs. */
  public boolean isOf(String user) {
    return assignment.variantOf(user) == number;
  }

  /** Whether weights of global signals are others, so that other items are best for everybody. */
  public boolean hasOwnPulse() {
    return factors.subList(0, Signal.GLOBALS).stream().anyMatch(factor -> factor != 1.0);
  }

  /**
   * Weights times the factors.
   *
   * @param weights those of the first signals, in the order of {@link Signal}
   */
  public double[] times(double[] weights) {
    double[] product = new double[weights.length];
    Arrays.setAll(product, signal -> factors.get(signal) * weights[signal]);
    return product;
  }

  /** By what items are scored after a {@link Gap} for the weighting at a position of a list. */
  static int view(int position, int gap) {
    return Gap.COUNT * (1 + position) + gap;
  }

  /**
   * The weights of global signals by view.
   *
   * @param globals the usual ones, by {@link Gap}
   */
  static double[][] views(double[][] globals, List<Weighting> weightings) {
    double[][] views = Arrays.copyOf(globals, Gap.COUNT * (1 + weightings.size()));
    for (int position = 0; position < weightings.size(); position++) {
      for (int gap = 0; gap < Gap.COUNT; gap++) {
        views[view(position, gap)] = weightings.get(position).times(globals[gap]);
      }
    }
    return views;
  }
}

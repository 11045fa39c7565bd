package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Which of some members answers a question: a conditional logit (McFadden 1974), {@code P(j) =
 * e^{w·x_j} / Σ_k e^{w·x_k}}. Each answer is one step of AdaGrad (Duchi, Hazan, Singer 2011) up the
 * gradient of its log-likelihood.
 */
final class RoutingModel {

  private final double rate;
  private final double[] weights = new double[RoutingSignal.COUNT];
  private final double[] squares = new double[RoutingSignal.COUNT];

  /**
   * @param rate step width
   * @param seed the weight to begin with
   */
  RoutingModel(double rate, ToDoubleFunction<RoutingSignal> seed) {
    this.rate = rate;
    for (RoutingSignal signal : RoutingSignal.values()) {
      weights[signal.index()] = seed.applyAsDouble(signal);
    }
    Arrays.fill(squares, 1e-6);
  }

  void write(StateWriter out) {
    for (int i = 0; i < weights.length; i++) {
      out.real(weights[i]).real(squares[i]);
    }
  }

  /** Takes over what was written. */
  void restore(StateReader in) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.real();
      squares[i] = in.real();
    }
  }

  double weight(RoutingSignal signal) {
    return weights[signal.index()];
  }

  private double score(double[] signals) {
    double sum = 0.0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * signals[i];
    }
    return sum;
  }

  /**
   * Learns who answered.
   *
   * @param signals of each member who could have
   * @param chosen the index of the one who did
   * @param weight how much it counts, above 0
   */
  void learn(double[][] signals, int chosen, double weight) {
    double[] chances = chances(signals);
    double[] gradient = signals[chosen].clone();
    for (int j = 0; j < signals.length; j++) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] -= chances[j] * signals[j][i];
      }
    }
    for (int i = 0; i < weights.length; i++) {
      squares[i] += weight * gradient[i] * gradient[i];
      weights[i] += rate * weight * gradient[i] / Math.sqrt(squares[i]);
    }
  }

  /** How likely each of the members is the next one, 0 to 1; together 1. */
  double[] chances(double[][] signals) {
    double[] scores = Arrays.stream(signals).mapToDouble(this::score).toArray();
    double highest = Arrays.stream(scores).max().orElse(0.0);
    // Shifting by the highest score keeps every exponent at or below 0.
    double[] chances = Arrays.stream(scores).map(score -> Math.exp(score - highest)).toArray();
    double total = Arrays.stream(chances).sum();
    return Arrays.stream(chances).map(chance -> chance / total).toArray();
  }
}

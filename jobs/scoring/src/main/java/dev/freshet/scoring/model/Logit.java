package dev.freshet.scoring.model;

/** The arithmetic of a conditional logit with an outside option, whose utility is 0. */
final class Logit {

  private Logit() {}

  static double[] utilities(double[] signals, int alternatives, double[] w) {
    double[] utilities = new double[alternatives];
    for (int j = 0; j < alternatives; j++) {
      utilities[j] = dot(w, signals, j * Signal.COUNT);
    }
    return utilities;
  }

  /** Makes probabilities of utilities, in their place. */
  static double[] probabilities(double[] p) {
    int alternatives = p.length;
    double highest = 0.0;
    for (double utility : p) {
      highest = Math.max(highest, utility);
    }
    // Shifting by the highest utility keeps every exponent at or below 0.
    double total = Math.exp(-highest);
    for (int j = 0; j < alternatives; j++) {
      p[j] = Math.exp(p[j] - highest);
      total += p[j];
    }
    for (int j = 0; j < alternatives; j++) {
      p[j] /= total;
    }
    return p;
  }

  private static double dot(double[] w, double[] signals, int from) {
    double sum = 0.0;
    for (int i = 0; i < Signal.COUNT; i++) {
      sum += w[i] * signals[from + i];
    }
    return sum;
  }

  static double[] surprises(double[] p, int chosen, double weight) {
    double[] surprises = new double[p.length];
    for (int j = 0; j < p.length; j++) {
      surprises[j] = weight * ((j == chosen ? 1.0 : 0.0) - p[j]);
    }
    return surprises;
  }

  static double[] gradient(double[] signals, double[] surprises) {
    double[] gradient = new double[Signal.COUNT];
    for (int j = 0; j < surprises.length; j++) {
      int from = j * Signal.COUNT;
      for (int i = 0; i < Signal.COUNT; i++) {
        gradient[i] += surprises[j] * signals[from + i];
      }
    }
    return gradient;
  }
}

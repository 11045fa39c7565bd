package dev.freshet.localstack.evaluate.stickiness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Compares numbers given to users with which of them returned. */
final class Returns {

  private static final int BINS = 10;

  /**
   * A number given to a user at a cut-off, and what became of the user.
   *
   * @param value the higher, the likelier the user was held to return
   * @param returned whether the user did
   */
  record Guess(double value, boolean returned) {}

  /**
   * The guesses of one tenth.
   *
   * @param guesses how many
   * @param expected mean of their values
   * @param observed share that returned
   */
  record Bin(int guesses, double expected, double observed) {}

  private Returns() {}

  /**
   * Area under the ROC curve: how often a user who returned had the higher value of the two when
   * compared with one who did not; equal values count as half. NaN if all or none returned.
   */
  static double areaUnderCurve(List<Guess> guesses) {
    List<Guess> ordered = sorted(guesses);
    double wins = 0.0;
    long returned = 0;
    long left = 0;
    int i = 0;
    while (i < ordered.size()) {
      long returnedHere = 0;
      long leftHere = 0;
      double value = ordered.get(i).value();
      for (; i < ordered.size() && ordered.get(i).value() == value; i++) {
        returnedHere += ordered.get(i).returned() ? 1 : 0;
        leftHere += ordered.get(i).returned() ? 0 : 1;
      }
      wins += returnedHere * (left + leftHere / 2.0);
      returned += returnedHere;
      left += leftHere;
    }
    return wins / ((double) returned * left);
  }

  /** Tenths of equal size by value, lowest first; fewer if there are fewer guesses. */
  static List<Bin> tenths(List<Guess> guesses) {
    List<Guess> ordered = sorted(guesses);
    List<Bin> bins = new ArrayList<>(BINS);
    for (int bin = 0; bin < BINS; bin++) {
      int from = (int) ((long) ordered.size() * bin / BINS);
      int to = (int) ((long) ordered.size() * (bin + 1) / BINS);
      List<Guess> inside = ordered.subList(from, to);
      if (!inside.isEmpty()) {
        bins.add(
            new Bin(
                inside.size(),
                mean(inside, Guess::value),
                mean(inside, g -> g.returned() ? 1 : 0)));
      }
    }
    return bins;
  }

  /** Expected calibration error: the mean distance of what was expected and observed. */
  static double calibrationError(List<Bin> bins) {
    double sum = 0.0;
    long guesses = 0;
    for (Bin bin : bins) {
      sum += bin.guesses() * Math.abs(bin.expected() - bin.observed());
      guesses += bin.guesses();
    }
    return sum / guesses;
  }

  /** How many times as often as all those in the highest tenth returned. */
  static double lift(List<Guess> guesses) {
    List<Bin> bins = tenths(guesses);
    double all = mean(guesses, g -> g.returned() ? 1 : 0);
    return bins.isEmpty() ? Double.NaN : bins.get(bins.size() - 1).observed() / all;
  }

  private static double mean(List<Guess> guesses, ToDoubleFunction<Guess> of) {
    return guesses.stream().mapToDouble(of).average().orElse(Double.NaN);
  }

  private static List<Guess> sorted(List<Guess> guesses) {
    return guesses.stream().sorted(Comparator.comparingDouble(Guess::value)).toList();
  }
}

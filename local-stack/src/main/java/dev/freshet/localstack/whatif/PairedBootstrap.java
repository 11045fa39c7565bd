package dev.freshet.localstack.whatif;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How sure a difference of two means over the same choices is, by resampling (Efron and Tibshirani:
 * An Introduction to the Bootstrap, 1993, percentile intervals).
 *
 * <p>Users are drawn, with all their choices: choices of one user are alike, and drawing them one
 * by one would make any difference look surer than it is. Both sides are drawn together, since what
 * is hard for one is hard for the other.
 */
final class PairedBootstrap {

  /** How sure an interval is, 0–1. */
  static final double CONFIDENCE = 0.95;

  private final int[] userOfChoice;
  private final int[] choicesOfUser;
  private final int resamples;
  private final long seed;

  /**
   * @param choosers the user of each choice
   * @param resamples how often users are drawn
   * @param seed of the draws: the same one gives the same intervals
   */
  PairedBootstrap(List<String> choosers, int resamples, long seed) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    userOfChoice =
        choosers.stream()
            .mapToInt(user -> numbers.computeIfAbsent(user, each -> numbers.size()))
            .toArray();
    choicesOfUser = new int[numbers.size()];
    for (int user : userOfChoice) {
      choicesOfUser[user]++;
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  /** How many users made the choices. */
  int users() {
    return choicesOfUser.length;
  }

  /**
   * The mean difference, all choices counting alike, and its interval; all 0 without choices.
   *
   * @param differences what the second side gains with each choice
   */
  Interval of(double[] differences) {
    if (differences.length == 0) {
      return new Interval(0.0, 0.0, 0.0);
    }
    double[] gainOfUser = new double[users()];
    for (int choice = 0; choice < differences.length; choice++) {
      gainOfUser[userOfChoice[choice]] += differences[choice];
    }
    double[] means = new double[resamples];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < resamples; i++) {
      means[i] = drawn(gainOfUser, random);
    }
    Arrays.sort(means);
    int below = (int) Math.floor(resamples * (1.0 - CONFIDENCE) / 2.0);
    return new Interval(
        Arrays.stream(gainOfUser).sum() / differences.length,
        means[below],
        means[resamples - 1 - below]);
  }

  private double drawn(double[] gainOfUser, SplittableRandom random) {
    double gain = 0.0;
    long choices = 0;
    for (int i = 0; i < gainOfUser.length; i++) {
      int user = random.nextInt(gainOfUser.length);
      gain += gainOfUser[user];
      choices += choicesOfUser[user];
    }
    return gain / choices;
  }
}

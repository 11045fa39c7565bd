package dev.freshet.scoring.pulse;

import com.carrotsearch.hppc.LongHashSet;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.top.TopK;
import java.util.ArrayList;
import java.util.List;

/**
 * Items of which little is known, with what could be gained by showing them.
 *
 * <p>The global part of an item's score goes by the logarithm of how many users did it, and that is
 * uncertain by 1/n for n users. Before anybody did it, all that is known is how well known items
 * fare: a normal prior with their mean and variance. Both together are the posterior of the score,
 * N(μ, σ²). What could be gained is the expected improvement on the pulse's last place, E[max(0,
 * score − floor)] = σ (z Φ(z) + φ(z)) with z = (μ − floor)/σ (Močkus 1975; Jones, Schonlau, Welch:
 * "Efficient global optimization of expensive black-box functions", Journal of Global Optimization
 * 13, 1998). An item that some users did, and no more, has a low μ and a small σ, and so little to
 * gain.
 *
 * <p>Where it is told what users are shown, lists are evidence too. Were the item as well known
 * ones are, it would have been taken F times: as often as was foreseen by its own score, times e to
 * the power of what it is behind them. With k = 1/variance of the prior its rate by theirs is
 * (taken + k)/(F + k), the mean of a gamma-Poisson model, and 1/(taken + k) is the variance of its
 * logarithm. So an item that was shown often in vain has little to gain though nobody did it, and
 * one that is taken keeps its turn: users who took it from lists are evidence of that rate, the
 * others of the score.
 */
public final class Newcomers {

  /** So many are told at most. */
  public static final int MOST = 10;

  /** Of an item that so many users did enough is known. */
  static final double KNOWN_USERS = 20.0;

  /** Of fewer well known items nothing can be concluded. */
  static final int LEAST_KNOWN = 10;

  /** Less is no gain, also in a document that has eight digits. */
  private static final double LEAST_GAIN = 1e-6;

  private static final double LEAST_VARIANCE = 1e-6;

  private Newcomers() {}

  /**
   * The most promising ones outside the pulse, most to gain first, as of the last {@link
   * ItemTable#advanceTo}; none before enough is known of others. It looks at all items.
   *
   * @param turn of items that promise the same others are told in each turn, such as a minute
   */
  public static List<ScoredItem> of(ItemTable table, Pulse pulse, long turn) {
    Prior prior = new Prior();
    for (int index = 0; index < table.indexes(); index++) {
      if (isListable(table, index) && table.count(index) >= KNOWN_USERS) {
        prior.add(table.globalScore(index));
      }
    }
    if (prior.count < LEAST_KNOWN || pulse.size() == 0) {
      return List.of();
    }
    double slope = slope(table.weights(Gap.NONE));
    double perUser = Math.max(slope * slope, LEAST_VARIANCE);
    LongHashSet taken = LongHashSet.from(pulse.items());
    int[] found = new int[table.size()];
    long[] turns = new long[found.length];
    double[] gains = new double[found.length];
    int size = 0;
    for (int index = 0; index < table.indexes(); index++) {
      if (isListable(table, index) && !taken.contains(table.fingerprint(index))) {
        double users = table.count(index);
        double gain = users < KNOWN_USERS ? gain(table, index, prior, perUser, pulse.floor()) : 0.0;
        if (gain >= LEAST_GAIN) {
          found[size] = index;
          turns[size] = mixed(table.fingerprint(index) + turn);
          gains[size++] = gain;
        }
      }
    }
    List<ScoredItem> newcomers = new ArrayList<>();
    for (int i : TopK.of(gains, turns, size, MOST)) {
      newcomers.add(new ScoredItem(table.id(found[i]), gains[i]));
    }
    return newcomers;
  }

  private static double gain(
      ItemTable table, int index, Prior prior, double perUser, double floor) {
    double taken = table.taken(index);
    double alone = Math.max(0.0, table.count(index) - taken);
    double score = table.globalScore(index) - table.appeal(index);
    return prior.withLists(taken, table.foreseen(index), score).gain(score, alone / perUser, floor);
  }

  private static boolean isListable(ItemTable table, int index) {
    return table.isTaken(index) && !table.isRetired(index);
  }

  /** By how much a score rises where all popularities are e times as large. */
  private static double slope(double[] weights) {
    double sum = 0.0;
    for (int h = 0; h < Signal.HORIZONS; h++) {
      sum += weights[Signal.FIRST_HORIZON + h];
    }
    return sum;
  }

  /** A permutation of all numbers without any order to it (the finisher of SplitMix64). */
  private static long mixed(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** How well known items fare: mean and variance of their scores (Welford 1962). */
  static final class Prior {

    private int count;
    private double mean;
    private double squares;

    void add(double score) {
      count++;
      double before = score - mean;
      mean += before / count;
      squares += before * (score - mean);
    }

    Belief belief() {
      return new Belief(mean, 1.0 / Math.max(squares / (count - 1), LEAST_VARIANCE));
    }

    /**
     * What is believed of an item that was on lists.
     *
     * @param taken how often it was taken from them
     * @param foreseen how often that was foreseen by its score, 0 if it was on none
     * @param score by which it was foreseen
     */
    Belief withLists(double taken, double foreseen, double score) {
      Belief before = belief();
      double k = before.precision();
      double asOthers = foreseen == 0 ? 0.0 : foreseen * Math.exp(before.mean() - score);
      return new Belief(before.mean() + Math.log((taken + k) / (asOthers + k)), taken + k);
    }
  }

  /**
   * What is believed of an item's score.
   *
   * @param precision of the mean: 1/variance
   */
  record Belief(double mean, double precision) {

    /**
     * What could be gained by an item.
     *
     * @param score by what is known of it
     * @param certainty of that: 1/variance, 0 if nothing is known
     * @param floor what it has to be better than
     */
    double gain(double score, double certainty, double floor) {
      double posterior = precision + certainty;
      double expected = (mean * precision + score * certainty) / posterior;
      double deviation = 1.0 / Math.sqrt(posterior);
      double z = (expected - floor) / deviation;
      return deviation * (z * below(z) + density(z));
    }
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** The standard normal distribution, within 10⁻⁷ (Abramowitz, Stegun 1964, 26.2.17). */
  static double below(double z) {
    double t = 1.0 / (1.0 + 0.2316419 * Math.abs(z));
    double tail =
        density(z)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z < 0 ? tail : 1.0 - tail;
  }
}

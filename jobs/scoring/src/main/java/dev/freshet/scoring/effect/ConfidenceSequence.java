package dev.freshet.scoring.effect;

import java.util.function.DoubleUnaryOperator;

/**
 * Intervals for means, and for the difference of two means, that may be looked at after each user:
 * with the confidence that is asked for, none of the intervals of all time misses the true value.
 * So whoever looks every day and stops at the first interval without 0 is wrong no more often than
 * whoever looks once.
 *
 * <p>It holds with few users as with many. It needs numbers between 0 and a bound, and users who
 * are alike: whoever came before, the next user of a group has the group's mean to be expected.
 * Spread is estimated; nothing else is assumed of the shape of the numbers.
 *
 * <p>For numbers x from 0 to 1 with mean μ, and a rate λ from 0 to 1, the product over users of
 * exp(λ(x − μ) − ψ(λ)(x − μ)²), ψ(λ) = −ln(1 − λ) − λ, does not grow on average, whatever comes
 * (Fan, Grama, Liu: <i>Exponential inequalities for martingales with applications</i>, Electronic
 * Journal of Probability 20, 2015, lemma 4.1). Nor does a mixture over rates. By Ville's inequality
 * it ever reaches 1/α with probability α at most, so means for which it does are refuted. This is
 * the discrete mixture, with the variance estimated, of Howard, Ramdas, McAuliffe, Sekhon:
 * <i>Time-uniform, nonparametric, nonasymptotic confidence sequences</i>, Annals of Statistics 49,
 * 2021. The sums in the exponent need count, sum and sum of squares alone.
 *
 * <p>For a difference both groups' products are multiplied, with rates in the opposite proportion
 * of the shares of users, which weighs their means alike. The level of both means, which nobody
 * asks for, is bounded first, with a fifth of the error.
 */
public final class ConfidenceSequence {

  /** Rates of the mixture: each half of the one before. */
  private static final int RATES = 10;

  /** Up to 0.36, where λ is 4 ψ(λ), means and differences that are further off are refuted more. */
  private static final double HIGHEST_RATE = 0.35;

  private static final double ERROR_OF_LEVEL = 0.2;

  private static final int HALVINGS = 30;

  /** Smaller contributions than e to this make no difference. */
  private static final double LEAST_EXPONENT = -40.0;

  private static final Mixture PLAIN = Mixture.of(1.0);

  private final double error;

  /**
   * @param confidence how likely all intervals are right, above 0 and below 1
   */
  public ConfidenceSequence(double confidence) {
    if (!(confidence > 0.0 && confidence < 1.0)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, was " + confidence);
    }
    error = 1.0 - confidence;
  }

  /**
   * Where the mean of a group lies.
   *
   * @param most the highest number that there may be; the least is 0
   */
  public Interval mean(Tally tally, long most) {
    return mean(Sums.of(tally, most), error).times((double) most);
  }

  /**
   * Where the mean of a group less that of another lies.
   *
   * @param most the highest number that there may be; the least is 0
   * @param share of the users who are in the other group, by design, above 0 and below 1. It must
   *     not be chosen by what came out; one that is wrong makes the interval wider only
   */
  public Interval difference(Tally tally, Tally other, long most, double share) {
    if (!(share > 0.0 && share < 1.0)) {
      throw new IllegalArgumentException("share must be above 0 and below 1, was " + share);
    }
    if (tally.users() == 0 || other.users() == 0) {
      return new Interval(-1.0, 1.0).times((double) most);
    }
    Sums ours = Sums.of(tally, most);
    Sums theirs = Sums.of(other, most);
    Interval level = mean(ours, error * ERROR_OF_LEVEL);
    double eachSide = error * (1.0 - ERROR_OF_LEVEL) / 2.0;
    double from = leastDifference(ours, theirs.mirrored(), level, share, eachSide);
    double to = -leastDifference(ours.mirrored(), theirs, level.mirrored(), share, eachSide);
    return new Interval(from, to).times((double) most);
  }

  private static Interval mean(Sums sums, double error) {
    return new Interval(leastMean(sums, error / 2.0), 1.0 - leastMean(sums.mirrored(), error / 2));
  }

  private static double leastMean(Sums sums, double error) {
    return sums.users() == 0
        ? 0.0
        : lastRefuted(0.0, sums.mean(), error, mean -> PLAIN.evidence(sums, mean));
  }

  /**
   * @param mirrored the other group, with what is missing to 1 in the place of its numbers
   * @param level where the mean of the first group lies
   */
  private static double leastDifference(
      Sums sums, Sums mirrored, Interval level, double share, double error) {
    double larger = Math.max(share, 1.0 - share);
    Mixture mixture = Mixture.of(share / larger);
    Mixture other = Mixture.of((1.0 - share) / larger);
    return lastRefuted(
        -1.0,
        sums.mean() + mirrored.mean() - 1.0,
        error,
        difference -> mixture.evidence(sums, other, mirrored, level, difference));
  }

  /**
   * The greatest of the numbers that are refuted, or the least of all if none is.
   *
   * @param high one that is not refuted
   * @param evidence against a number, less for higher ones
   */
  private static double lastRefuted(
      double low, double high, double error, DoubleUnaryOperator evidence) {
    if (evidence.applyAsDouble(low) * error < 1.0) {
      return low;
    }
    double refuted = low;
    double open = high;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (refuted + open) / 2.0;
      if (evidence.applyAsDouble(middle) * error >= 1.0) {
        refuted = middle;
      } else {
        open = middle;
      }
    }
    return refuted;
  }

  /** A tally of numbers from 0 to 1. */
  private record Sums(double users, double sum, double squares) {

    static Sums of(Tally tally, long most) {
      double unit = 1.0 / most;
      return new Sums((double) tally.users(), tally.sum() * unit, tally.squares() * unit * unit);
    }

    Sums mirrored() {
      return new Sums(users, users - sum, users - 2.0 * sum + squares);
    }

    double mean() {
      return sum / users;
    }

    /** The logarithm of a rate's product, if this is the mean. */
    double exponent(double rate, double price, double mean) {
      double spread = Math.max(0.0, squares - 2.0 * mean * sum + users * mean * mean);
      return rate * (sum - users * mean) - price * spread;
    }
  }

  /** Rates λ with their ψ(λ), all of one weight. */
  private record Mixture(double[] rates, double[] prices) {

    static Mixture of(double scale) {
      double[] rates = new double[RATES];
      double[] prices = new double[RATES];
      double rate = HIGHEST_RATE * scale;
      for (int each = 0; each < RATES; each++) {
        rates[each] = rate;
        prices[each] = -StrictMath.log1p(-rate) - rate;
        rate /= 2.0;
      }
      return new Mixture(rates, prices);
    }

    private double exponent(int each, Sums sums, double mean) {
      return sums.exponent(rates[each], prices[each], mean);
    }

    /** Against a mean, that it is higher. */
    double evidence(Sums sums, double mean) {
      double evidence = 0.0;
      for (int each = 0; each < RATES; each++) {
        evidence += exp(exponent(each, sums, mean));
      }
      return evidence / RATES;
    }

    /**
     * Against a difference, that it is higher. An exponent is concave in the level of the means, so
     * between two levels it is nowhere less than at both.
     */
    double evidence(Sums sums, Mixture other, Sums mirrored, Interval level, double difference) {
      double atLow = 1.0 - level.from() + difference;
      double atHigh = 1.0 - level.to() + difference;
      double evidence = 0.0;
      for (int each = 0; each < RATES; each++) {
        double low = exponent(each, sums, level.from()) + other.exponent(each, mirrored, atLow);
        double high = exponent(each, sums, level.to()) + other.exponent(each, mirrored, atHigh);
        evidence += exp(Math.min(low, high));
      }
      return evidence / RATES;
    }

    /** The same on every machine, so that documents are. */
    private static double exp(double exponent) {
      return exponent < LEAST_EXPONENT ? 0.0 : StrictMath.exp(exponent);
    }
  }
}

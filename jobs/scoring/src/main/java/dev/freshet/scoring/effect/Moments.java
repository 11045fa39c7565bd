package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Arrays;

/**
 * What is kept of three numbers of each of many users: how many there are, the sums, and the sums
 * of all products. The numbers are whole, so neither the order in which they come nor how they are
 * divided among several of these makes a difference. A user whose numbers change is taken out with
 * the former ones and put in with the others.
 *
 * <p>The three are a <b>part</b>, such as clicks, a <b>whole</b>, such as the lists that were shown
 * (1 where a mean per user is asked for), and a <b>covariate</b>: something that was known of the
 * user before, such as the stickiness. Products of 100,000 have room for 900 million users.
 */
public final class Moments {

  public static final Moments NONE = new Moments(0L, new long[3], new long[6]);

  private static final int PART = 0;
  private static final int WHOLE = 1;
  private static final int COVARIATE = 2;
  private static final int NUMBERS = 3;

  private final long users;

  /** Of part, whole, covariate. */
  private final long[] sums;

  /** Of the pairs of numbers in the order of {@link #place}. */
  private final long[] products;

  private Moments(long users, long[] sums, long[] products) {
    this.users = users;
    this.sums = sums;
    this.products = products;
  }

  /** With one more user. */
  public Moments plus(long part, long whole, long covariate) {
    return with(1, part, whole, covariate);
  }

  /** Without a user who is among them with these numbers. */
  public Moments minus(long part, long whole, long covariate) {
    return with(-1, part, whole, covariate);
  }

  private Moments with(int times, long... numbers) {
    long[] newSums = sums.clone();
    long[] newProducts = products.clone();
    for (int one = 0; one < NUMBERS; one++) {
      newSums[one] += times * numbers[one];
      for (int other = one; other < NUMBERS; other++) {
        newProducts[place(one, other)] += times * numbers[one] * numbers[other];
      }
    }
    return new Moments(users + times, newSums, newProducts);
  }

  /** The users of both. */
  public Moments plus(Moments other) {
    long[] newSums = sums.clone();
    Arrays.setAll(newSums, each -> sums[each] + other.sums[each]);
    long[] newProducts = products.clone();
    Arrays.setAll(newProducts, each -> products[each] + other.products[each]);
    return new Moments(users + other.users, newSums, newProducts);
  }

  /** The place of a pair, the first of which is not after the second. */
  private static int place(int one, int other) {
    return one == PART ? other : one + other + 1;
  }

  public long users() {
    return users;
  }

  /** The sum of the parts. */
  public long part() {
    return sums[PART];
  }

  /** The sum of the parts by the sum of the wholes; NaN of nobody. */
  public double ratio() {
    return (double) sums[PART] / sums[WHOLE];
  }

  double meanCovariate() {
    return mean(COVARIATE);
  }

  double covariateVariance() {
    return covariance(COVARIATE, COVARIATE);
  }

  /**
   * The variance over users of what each adds to the error of the ratio, (part − ratio · whole) /
   * mean whole: the delta method. The ratio's own variance is this by the number of users.
   */
  double variance() {
    double ratio = ratio();
    double whole = mean(WHOLE);
    double variance =
        covariance(PART, PART)
            - 2.0 * ratio * covariance(PART, WHOLE)
            + ratio * ratio * covariance(WHOLE, WHOLE);
    return variance / (whole * whole);
  }

  /** The covariance of what each user adds to the error of the ratio with the covariate. */
  double covarianceWithCovariate() {
    return (covariance(PART, COVARIATE) - ratio() * covariance(WHOLE, COVARIATE)) / mean(WHOLE);
  }

  private double mean(int number) {
    return (double) sums[number] / users;
  }

  private double covariance(int one, int other) {
    return (double) products[place(one, other)] / users - mean(one) * mean(other);
  }

  /** Writes them; {@link #read} reads them. */
  public void write(StateWriter out) {
    out.number(users);
    for (long sum : sums) {
      out.number(sum);
    }
    for (long product : products) {
      out.number(product);
    }
  }

  /** What {@link #write} wrote. */
  public static Moments read(StateReader in) {
    long users = in.number();
    long[] sums = new long[NONE.sums.length];
    Arrays.setAll(sums, each -> in.number());
    long[] products = new long[NONE.products.length];
    Arrays.setAll(products, each -> in.number());
    return new Moments(users, sums, products);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Moments moments
        && users == moments.users
        && Arrays.equals(sums, moments.sums)
        && Arrays.equals(products, moments.products);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(users) + Arrays.hashCode(sums)) + Arrays.hashCode(products);
  }

  @Override
  public String toString() {
    return users + " users " + Arrays.toString(sums) + ' ' + Arrays.toString(products);
  }
}

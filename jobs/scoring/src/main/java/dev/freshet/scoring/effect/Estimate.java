package dev.freshet.scoring.effect;

/**
 * A mean, or a ratio, of a group of users, and how far off it may be.
 *
 * @param users how many there are
 * @param value what was seen
 * @param variance of that: how far it is off on average, squared; not of single users
 */
public record Estimate(long users, double value, double variance) {

  /**
   * The ratio of a group that is compared with another, less what was known before.
   *
   * <p>By chance one group has the users who do more anyway. How much that matters is seen within
   * both groups: the covariance with the covariate by its variance. As the covariate does not
   * depend on the group, taking its part away makes the difference neither greater nor less on
   * average, but nearer to the truth: CUPED, by Deng, Xu, Kohavi, Walker: <i>Improving the
   * sensitivity of online controlled experiments by utilizing pre-experiment data</i>, WSDM 2013;
   * of ratios in their appendix B. The variance of ratios: Deng, Knoblich, Lu: <i>Applying the
   * delta method in metric analytics</i>, KDD 2018.
   */
  public static Estimate adjusted(Moments group, Moments other) {
    double slope = slope(group, other);
    Moments both = group.plus(other);
    double variance =
        group.variance()
            - 2.0 * slope * group.covarianceWithCovariate()
            + slope * slope * group.covariateVariance();
    return new Estimate(
        group.users(),
        group.ratio() - slope * (group.meanCovariate() - both.meanCovariate()),
        Math.max(0.0, variance) / (group.users() - 1));
  }

  /** By how much more covariate there is more of the ratio, in both groups alike. */
  private static double slope(Moments group, Moments other) {
    double variance =
        group.users() * group.covariateVariance() + other.users() * other.covariateVariance();
    return variance <= 0.0
        ? 0.0
        : (group.users() * group.covarianceWithCovariate()
                + other.users() * other.covarianceWithCovariate())
            / variance;
  }
}

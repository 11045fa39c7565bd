package dev.freshet.scoring.effect;

/**
 * A mean, or a ratio, of a group of users, and how far off it may be.
 *
 * @param users how many there are
 * @param value what was seen
 * @param variance of that: how far it is off on average, squared; not of single users
 */
public record Estimate(long users, double value, double variance) {

  /** Nearly z²/2 with the z of {@link NormalMixture} when as many users came as were planned. */
  private static final double BUSY_USERS = 5.0;

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
   *
   * <p>A small group may have nobody yet of the few users who do something at all; by its own users
   * alone it would be sure of that. So users are taken to vary by what those of both groups
   * together do, or by what those of this one do, if that is more: if the groups do not differ,
   * users vary alike in both, which is what a score test takes. And as if the group had five users
   * more who do as much as those from whom most of it comes: as a share is estimated with z²/2 more
   * of those who do it, by Agresti, Coull: <i>Approximate is better than "exact" for interval
   * estimation of binomial proportions</i>, The American Statistician 52, 1998. Where more than a
   * few hundred do it neither makes a difference.
   */
  public static Estimate adjusted(Moments group, Moments other) {
    double slope = slope(group, other);
    Moments both = group.plus(other);
    double own = variance(group, slope);
    double ofBoth =
        (group.users() * own + other.users() * variance(other, slope)) / (double) both.users();
    // Of zeros and ones this is how far the ones are from the mean.
    double busyUser = ofBoth > 0.0 ? ofBoth / both.ratio() : 0.0;
    double more = BUSY_USERS * busyUser * busyUser / group.users();
    return new Estimate(
        group.users(),
        group.ratio() - slope * (group.meanCovariate() - both.meanCovariate()),
        (Math.max(own, ofBoth) + more) / (group.users() - 1));
  }

  /** The variance over users of what each adds to the error of the adjusted ratio. */
  private static double variance(Moments group, double slope) {
    double variance =
        group.variance()
            - 2.0 * slope * group.covarianceWithCovariate()
            + slope * slope * group.covariateVariance();
    return Math.max(0.0, variance);
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

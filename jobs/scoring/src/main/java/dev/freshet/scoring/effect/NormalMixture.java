package dev.freshet.scoring.effect;

/**
 * Intervals for the difference of two groups of many users, absolute and relative, that may be
 * looked at after each user: whoever looks every day and stops at the first interval without 0 is
 * wrong no more often than whoever looks once.
 *
 * <p>It takes means and ratios for normal, which they are nearly where there are many users; where
 * there may be few, {@link ConfidenceSequence} holds. In return these intervals are narrower, and
 * need no highest number.
 *
 * <p>With n users and k = c·n/m the interval is as many standard errors to each side as the root of
 * (1 + 1/k)(ln(1 + k) − 2 ln α). That is the boundary of the normal mixture (Robbins:
 * <i>Statistical methods related to the law of the iterated logarithm</i>, Annals of Mathematical
 * Statistics 41, 1970) with an estimated variance: an asymptotic confidence sequence, by
 * Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas: <i>Time-uniform central limit theory and asymptotic
 * confidence sequences</i>, Annals of Statistics 52, 2024, equation 2. It is least where k = ln(1 +
 * k) − 2 ln α, and c is that k: so with as many users as were planned, m. There, at 95 %, it is
 * 3.04 standard errors, where an interval for one look has 1.96, and it is more with fewer users
 * and with more.
 */
public final class NormalMixture {

  /** Of fewer users in a group nothing is said. */
  public static final long LEAST_USERS = 100L;

  private static final Interval ANYTHING =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final int STEPS = 30;

  private final double logError;
  private final double narrowest;
  private final double plannedUsers;

  /**
   * @param confidence how likely all intervals are right, above 0 and below 1
   * @param plannedUsers how many users there shall be in both groups together, 1 or more. It must
   *     not be chosen by what came out; one that is not met makes the interval wider only
   */
  public NormalMixture(double confidence, long plannedUsers) {
    if (!(confidence > 0.0 && confidence < 1.0)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, was " + confidence);
    }
    if (plannedUsers < 1L) {
      throw new IllegalArgumentException("plannedUsers must be 1 or more, was " + plannedUsers);
    }
    logError = StrictMath.log(1.0 - confidence);
    this.plannedUsers = (double) plannedUsers;
    double found = -2.0 * logError;
    // Each step leaves less than a half of what is missing.
    for (int step = 0; step < STEPS; step++) {
      found = StrictMath.log1p(found) - 2.0 * logError;
    }
    narrowest = found;
  }

  /** How many standard errors the interval goes to each side with so many users in both groups. */
  public double reach(long users) {
    double scaled = narrowest * users / plannedUsers;
    return Math.sqrt((1.0 + 1.0 / scaled) * (StrictMath.log1p(scaled) - 2.0 * logError));
  }

  /**
   * Where the value of a group less that of the control lies: anywhere as long as there are few
   * users in one of them, or all do the same.
   */
  public Interval difference(Estimate ours, Estimate control) {
    if (isUnknown(ours, control)) {
      return ANYTHING;
    }
    double seen = ours.value() - control.value();
    double half = reach(ours, control) * Math.sqrt(ours.variance() + control.variance());
    return new Interval(seen - half, seen + half);
  }

  /**
   * Where the value of a group lies, by that of the control, less 1: 0.05 is 5 % more. It has those
   * d for which the group's value less 1 + d times the control's may be 0 (Fieller: <i>Some
   * problems in interval estimation</i>, Journal of the Royal Statistical Society B 16, 1954), so
   * it is without 0 whenever {@link #difference} is. It has no end if the control's value may be 0.
   */
  public Interval relative(Estimate ours, Estimate control) {
    if (isUnknown(ours, control)) {
      return ANYTHING;
    }
    double reach = reach(ours, control);
    double unsure = reach * reach * ours.variance();
    double controlUnsure = reach * reach * control.variance();
    double divisor = control.value() * control.value() - controlUnsure;
    if (!(divisor > 0.0 && control.value() > 0.0)) {
      return ANYTHING;
    }
    double middle = ours.value() * control.value();
    double half = Math.sqrt(unsure * divisor + controlUnsure * ours.value() * ours.value());
    return new Interval((middle - half) / divisor - 1.0, (middle + half) / divisor - 1.0);
  }

  /** Where all users did the same, such as nothing, it is not known by how much they may differ. */
  private static boolean isUnknown(Estimate ours, Estimate control) {
    return Math.min(ours.users(), control.users()) < LEAST_USERS
        || ours.variance() + control.variance() <= 0.0;
  }

  private double reach(Estimate ours, Estimate control) {
    return reach(ours.users() + control.users());
  }

  /**
   * How many users each of two groups of one size needs, so that a difference is found with the
   * given probability by the time that these have come; earlier as a rule if it is larger.
   *
   * @param variation the standard deviation of users by the mean of the control
   * @param lift the difference by the mean of the control, above 0
   * @param quantile the standard normal quantile of the probability: 0.8416 for 80 %
   */
  public static long usersPerGroup(
      double confidence, double variation, double lift, double quantile) {
    double errors = new NormalMixture(confidence, 1L).reach(1L) + quantile;
    double ratio = errors * variation / lift;
    return (long) Math.ceil(2.0 * ratio * ratio);
  }
}

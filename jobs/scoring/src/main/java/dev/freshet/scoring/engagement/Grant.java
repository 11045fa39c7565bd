package dev.freshet.scoring.engagement;

import java.util.Comparator;

/**
 * A user has met a rule.
 *
 * @param id the reward's id, the same whenever it is computed again
 * @param rule the rule's id
 * @param user who is rewarded
 * @param occurrence which of the user's rewards by this rule it is
 * @param atMillis when it was earned, event time
 * @param reward what is given
 * @param activity the rule's activity, or empty
 * @param activityEndMillis when that is over
 * @param budget how many rewards the rule has in all, or 0 for any number
 * @param isHeldOut whether the user must not be given it, to measure what it does
 */
public record Grant(
    String id,
    String rule,
    String user,
    String occurrence,
    long atMillis,
    Reward reward,
    String activity,
    long activityEndMillis,
    long budget,
    boolean isHeldOut) {

  /** The order in which a budget is spent. */
  static final Comparator<Grant> ORDER =
      Comparator.comparingLong(Grant::atMillis)
          .thenComparing(Grant::user)
          .thenComparing(Grant::occurrence);

  /** When a coupon of it is no longer valid. */
  public long couponEndMillis() {
    return atMillis + reward.couponMillis();
  }
}

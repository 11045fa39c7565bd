package dev.freshet.scoring.engagement;

import dev.freshet.scoring.effect.FollowUp;
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
 * @param holdout the share of users who are held out; above 0 what the rule does is measured
 * @param isHeldOut whether the user is one of them, and must not be given it
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
    double holdout,
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

  /** Whether it is measured what the rule does. */
  public boolean isMeasured() {
    return holdout > 0;
  }

  /** What counts for the measurement: the user has met the rule. */
  public FollowUp met(Calendar calendar) {
    return FollowUp.met(
        user,
        rule,
        atMillis,
        calendar.day(atMillis),
        holdout,
        isHeldOut,
        isHeldOut ? 0L : reward.costThousandths());
  }
}

package dev.freshet.engagement;

import dev.freshet.schemas.CalendarWindow;
import dev.freshet.schemas.CountedThing;
import dev.freshet.schemas.RewardCoupon;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.schemas.RuleCount;
import dev.freshet.schemas.RuleCoupon;
import dev.freshet.schemas.RuleLimit;
import dev.freshet.scoring.engagement.Counted;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.Window;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules and rewards as records of their topics, and back. */
public final class RuleRecords {

  private RuleRecords() {}

  /**
   * The rule that a record tells of.
   *
   * @throws IllegalArgumentException telling what is wrong with it
   */
  public static Rule rule(dev.freshet.schemas.Rule read) {
    RuleCoupon coupon = read.getCoupon();
    Instant until = read.getUntil();
    Long budget = read.getBudget();
    if (budget != null && budget < 1) {
      throw new IllegalArgumentException("budget: must be 1 or more, was " + budget);
    }
    return new Rule(
        read.getId(),
        Set.copyOf(read.getOn()),
        read.getWhen(),
        every(read.getEvery()),
        limit(read.getLimit()),
        read.getAudience(),
        read.getFrom().toEpochMilli(),
        until == null ? Rule.NO_END : until.toEpochMilli(),
        read.getActivity(),
        read.getHoldout(),
        budget == null ? 0L : budget,
        new Reward(
            read.getPoints(),
            read.getBadge(),
            coupon == null ? "" : coupon.getBenefit(),
            coupon == null ? 0L : coupon.getValidMillis(),
            read.getMessage(),
            read.getCost()));
  }

  private static Every every(@Nullable RuleCount read) {
    return read == null
        ? Every.EVENT
        : new Every(
            read.getCount(),
            Counted.valueOf(read.getOf().name()),
            Window.valueOf(read.getWithin().name()));
  }

  private static Limit limit(@Nullable RuleLimit read) {
    return read == null
        ? Limit.NONE
        : new Limit(read.getTimes(), Window.valueOf(read.getPer().name()));
  }

  /** The record of a rule. */
  public static dev.freshet.schemas.Rule record(Rule rule) {
    Reward reward = rule.reward();
    return new dev.freshet.schemas.Rule(
        rule.id(),
        List.copyOf(new TreeSet<>(rule.on())),
        rule.when(),
        new RuleCount(
            rule.every().count(),
            CountedThing.valueOf(rule.every().counted().name()),
            CalendarWindow.valueOf(rule.every().within().name())),
        rule.limit().isNone()
            ? null
            : new RuleLimit(
                rule.limit().times(), CalendarWindow.valueOf(rule.limit().per().name())),
        rule.audience(),
        Instant.ofEpochMilli(rule.fromMillis()),
        rule.untilMillis() == Rule.NO_END ? null : Instant.ofEpochMilli(rule.untilMillis()),
        rule.activity(),
        rule.holdout(),
        rule.hasBudget() ? rule.budget() : null,
        reward.points(),
        reward.badge(),
        reward.coupon().isEmpty() ? null : new RuleCoupon(reward.coupon(), reward.couponMillis()),
        reward.message(),
        reward.cost());
  }

  /**
   * The record of a reward.
   *
   * @param code the code of its coupon; empty without one
   */
  public static RewardEvent reward(Grant grant, String code) {
    Reward reward = grant.reward();
    return new RewardEvent(
        grant.id(),
        grant.user(),
        grant.rule(),
        grant.occurrence(),
        Instant.ofEpochMilli(grant.atMillis()),
        grant.activity(),
        reward.points(),
        reward.badge(),
        reward.coupon().isEmpty()
            ? null
            : new RewardCoupon(
                code, reward.coupon(), Instant.ofEpochMilli(grant.couponEndMillis())),
        reward.message());
  }
}

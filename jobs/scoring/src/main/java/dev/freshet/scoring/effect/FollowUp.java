package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Comparator;

/**
 * Something that counts for what becomes of a user whom a rule with a holdout has met.
 *
 * @param user who
 * @param rule the rule that has met the user; empty for what the user did
 * @param atMillis when, event time
 * @param day when, as a day of the platform's calendar
 * @param holdout the share of users whom the rule holds out
 * @param isHeldOut whether the user is one of them
 * @param cost what the reward costs, thousandths
 * @param seconds how long was studied
 * @param isPurchase whether something was bought
 */
public record FollowUp(
    String user,
    String rule,
    long atMillis,
    int day,
    double holdout,
    boolean isHeldOut,
    long cost,
    long seconds,
    boolean isPurchase) {

  /** The order in which what counts for a user is entered, whoever told it first. */
  static final Comparator<FollowUp> ORDER =
      Comparator.comparingLong(FollowUp::atMillis)
          .thenComparing(FollowUp::rule)
          .thenComparingLong(FollowUp::cost);

  /** The user met a rule, and is rewarded or held out. */
  public static FollowUp met(
      String user,
      String rule,
      long atMillis,
      int day,
      double holdout,
      boolean isHeldOut,
      long cost) {
    return new FollowUp(user, rule, atMillis, day, holdout, isHeldOut, cost, 0L, false);
  }

  /** The user did something. */
  public static FollowUp acted(
      String user, long atMillis, int day, long seconds, boolean isPurchase) {
    return new FollowUp(user, "", atMillis, day, 0.0, false, 0L, seconds, isPurchase);
  }

  /** Whether it is about something that the user did. */
  boolean isAction() {
    return rule.isEmpty();
  }

  void write(StateWriter out) {
    out.text(user);
    out.text(rule);
    out.number(atMillis);
    out.number(day);
    out.real(holdout);
    out.flag(isHeldOut);
    out.number(cost);
    out.number(seconds);
    out.flag(isPurchase);
  }

  static FollowUp read(StateReader in) {
    return new FollowUp(
        in.text(),
        in.text(),
        in.number(),
        in.count(),
        in.real(),
        in.flag(),
        in.number(),
        in.number(),
        in.flag());
  }
}

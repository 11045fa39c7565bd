package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.effect.OutcomeChange.Step;

/** What becomes of one user after the first occasion on which one rule met the user. */
final class Exposure {

  private static final int WEEK_DAYS = 7;

  private final long atMillis;
  private final int day;
  private final double holdout;
  private final boolean isHeldOut;
  private boolean returnedInWeek;
  private boolean returned;
  private boolean purchased;
  private long seconds;
  private long cost;

  /** Whether it was told what became of the user within the week. */
  private boolean isWeekTold;

  private Exposure(long atMillis, int day, double holdout, boolean isHeldOut) {
    this.atMillis = atMillis;
    this.day = day;
    this.holdout = holdout;
    this.isHeldOut = isHeldOut;
  }

  static Exposure of(FollowUp met) {
    Exposure exposure = new Exposure(met.atMillis(), met.day(), met.holdout(), met.isHeldOut());
    exposure.cost = met.cost();
    return exposure;
  }

  /** One more reward of the rule, which counts if it comes while the user is followed. */
  void rewarded(FollowUp met) {
    if (met.day() <= lastDay()) {
      cost += met.cost();
    }
  }

  /** The user did something. */
  void acted(FollowUp act) {
    if (act.atMillis() <= atMillis || act.day() > lastDay()) {
      return;
    }
    returnedInWeek |= act.day() > day && act.day() <= day + WEEK_DAYS;
    returned |= act.day() > day;
    purchased |= act.isPurchase();
    seconds = Math.min(Outcome.MINUTES.most(), seconds + act.seconds());
  }

  private int lastDay() {
    return day + FollowedUser.DAYS;
  }

  /** The day with whose beginning the next thing is known. */
  int nextDay() {
    return (isWeekTold ? lastDay() : day + WEEK_DAYS) + 1;
  }

  /** Tells that the week is over, once. */
  OutcomeChange endOfWeek(String rule, long nowMillis) {
    isWeekTold = true;
    return change(rule, Step.WEEK, nowMillis, returnedInWeek);
  }

  boolean isWeekTold() {
    return isWeekTold;
  }

  OutcomeChange end(String rule, long nowMillis) {
    return change(rule, Step.FOUR_WEEKS, nowMillis, returned);
  }

  OutcomeChange begun(String rule) {
    return change(rule, Step.MET, atMillis, false);
  }

  private OutcomeChange change(String rule, Step step, long whenMillis, boolean hasReturned) {
    return new OutcomeChange(
        rule, holdout, isHeldOut, step, whenMillis, hasReturned, purchased, seconds, cost);
  }

  void write(StateWriter out) {
    out.number(atMillis);
    out.number(day);
    out.real(holdout);
    out.flag(isHeldOut);
    out.flag(returnedInWeek);
    out.flag(returned);
    out.flag(purchased);
    out.number(seconds);
    out.number(cost);
    out.flag(isWeekTold);
  }

  static Exposure read(StateReader in) {
    Exposure exposure = new Exposure(in.number(), in.count(), in.real(), in.flag());
    exposure.returnedInWeek = in.flag();
    exposure.returned = in.flag();
    exposure.purchased = in.flag();
    exposure.seconds = in.number();
    exposure.cost = in.number();
    exposure.isWeekTold = in.flag();
    return exposure;
  }
}

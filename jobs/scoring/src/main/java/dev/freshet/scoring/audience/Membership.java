package dev.freshet.scoring.audience;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;

/** How one user stands to one audience. */
final class Membership {

  private boolean isMember;

  /** Since when the user is a member, if that is so. */
  private long sinceMillis = Turn.NEVER;

  /** Since when the condition has said otherwise, or {@link Turn#NEVER} if it says so. */
  private long turnedMillis = Turn.NEVER;

  /**
   * The condition is asked.
   *
   * @param holds its answer at the moment
   * @return whether the user enters or leaves by that
   */
  boolean ask(Audience audience, boolean holds, long atMillis) {
    if (holds == isMember) {
      turnedMillis = Turn.NEVER;
      return false;
    }
    turnedMillis = Math.min(turnedMillis, atMillis);
    if (atMillis < settledMillis(audience)) {
      return false;
    }
    isMember = holds;
    sinceMillis = atMillis;
    turnedMillis = Turn.NEVER;
    return true;
  }

  /** When the user enters or leaves if the condition stays as it is, or {@link Turn#NEVER}. */
  long settledMillis(Audience audience) {
    return turnedMillis == Turn.NEVER
        ? Turn.NEVER
        : turnedMillis + (isMember ? audience.leaveAfter() : audience.enterAfter()).toMillis();
  }

  boolean isMember() {
    return isMember;
  }

  long sinceMillis() {
    return sinceMillis;
  }

  /** Whether there is nothing to be remembered. */
  boolean isNone() {
    return !isMember && turnedMillis == Turn.NEVER;
  }

  void write(StateWriter out) {
    out.flag(isMember);
    out.number(isMember ? sinceMillis : 0L);
    out.flag(turnedMillis != Turn.NEVER);
    out.number(turnedMillis == Turn.NEVER ? 0L : turnedMillis);
  }

  static Membership read(StateReader in) {
    Membership membership = new Membership();
    membership.isMember = in.flag();
    membership.sinceMillis = in.number();
    boolean hasTurned = in.flag();
    long turnedMillis = in.number();
    membership.turnedMillis = hasTurned ? turnedMillis : Turn.NEVER;
    return membership;
  }
}

package dev.freshet.scoring.audience;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Moment;
import dev.freshet.scoring.event.EventTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The audiences of one user. Whoever keeps it tells when something is learned of the user, and
 * brings it up to each such moment before.
 */
public final class Attendance {

  private final SortedMap<String, Membership> memberships = new TreeMap<>();

  /** Up to when everything was asked. */
  private long askedMillis = EventTime.NEVER;

  /** When to ask next. */
  private long dueMillis = Turn.NEVER;

  /** Receives who enters and leaves. */
  public interface Listener {

    /** The user is a member from a moment on. */
    void entered(String audience, long atMillis);

    /** The user, who was a member since a moment, is none from another on. */
    void left(String audience, long sinceMillis, long atMillis);

    /** A condition could not be evaluated; it is as if it did not hold. */
    void failed(String audience, ConditionException failure);
  }

  /** Something is learned of the user as of a moment, or an audience is another one from then. */
  public void learn(long atMillis) {
    // What was told of a moment that has passed counts from now.
    long earliestMillis = askedMillis == EventTime.NEVER ? askedMillis : askedMillis + 1;
    dueMillis = Math.min(dueMillis, Math.max(atMillis, earliestMillis));
  }

  /**
   * Other audiences are in force, or something else counts at once, as of a moment. Who was never
   * asked is asked when something is learned of the user.
   */
  public void askAgain(long atMillis) {
    if (askedMillis != EventTime.NEVER) {
      learn(atMillis);
    }
  }

  /** When to ask next if nothing is learned before, or {@link Turn#NEVER}. */
  public long dueMillis() {
    return dueMillis;
  }

  /**
   * Asks at all moments that are due.
   *
   * @param untilMillis the last moment that may be due: nothing more is learned as of it, or before
   * @param moments the user at a moment, as nothing was learned after it
   */
  public void pass(
      long untilMillis,
      Collection<UsableAudience> audiences,
      LongFunction<Moment> moments,
      Listener listener) {
    while (dueMillis <= untilMillis) {
      askedMillis = dueMillis;
      dueMillis = Turn.NEVER;
      Moment moment = moments.apply(askedMillis);
      for (UsableAudience usable : audiences) {
        dueMillis = Math.min(dueMillis, ask(usable, moment, listener));
      }
    }
  }

  /** Returns when to ask again. */
  private long ask(UsableAudience usable, Moment moment, Listener listener) {
    // Of who never did anything nothing is known by which members are told apart.
    boolean isKnown = moment.isOfKnownUser() && moment.nowMillis() < usable.goneMillis(moment);
    Audience audience = usable.audience();
    Membership known = memberships.get(audience.name());
    Membership membership = known == null ? new Membership() : known;
    long sinceMillis = membership.sinceMillis();
    boolean holds = isKnown && holds(usable, moment, listener);
    if (membership.ask(audience, holds, moment.nowMillis())) {
      tell(audience, membership, sinceMillis, listener);
    }
    keep(audience, membership);
    long turnMillis = isKnown ? usable.turn().nextMillis(moment) : Turn.NEVER;
    long goneMillis = holds ? usable.goneMillis(moment) : Turn.NEVER;
    return Math.min(Math.min(turnMillis, goneMillis), membership.settledMillis(audience));
  }

  private static boolean holds(UsableAudience usable, Moment moment, Listener listener) {
    try {
      return usable.member().holds(moment);
    } catch (ConditionException e) {
      listener.failed(usable.audience().name(), e);
      return false;
    }
  }

  private void tell(Audience audience, Membership membership, long sinceMillis, Listener listener) {
    if (membership.isMember()) {
      listener.entered(audience.name(), membership.sinceMillis());
    } else {
      listener.left(audience.name(), sinceMillis, membership.sinceMillis());
    }
  }

  private void keep(Audience audience, Membership membership) {
    if (membership.isNone()) {
      memberships.remove(audience.name());
    } else {
      memberships.put(audience.name(), membership);
    }
  }

  /** An audience has ended: nobody belongs to it any more. */
  public void end(String audience, long atMillis, Listener listener) {
    Membership ended = memberships.remove(audience);
    if (ended != null && ended.isMember()) {
      listener.left(audience, ended.sinceMillis(), atMillis);
    }
  }

  /** All audiences have ended but these. */
  public void endAllBut(Set<String> audiences, long atMillis, Listener listener) {
    List.copyOf(memberships.keySet()).stream()
        .filter(audience -> !audiences.contains(audience))
        .forEach(audience -> end(audience, atMillis, listener));
  }

  /** The audiences that the user is a member of, and since when. */
  public SortedMap<String, Long> audiences() {
    SortedMap<String, Long> audiences = new TreeMap<>();
    memberships.forEach(
        (audience, membership) -> {
          if (membership.isMember()) {
            audiences.put(audience, membership.sinceMillis());
          }
        });
    return audiences;
  }

  /** Writes all of it. */
  public void write(StateWriter out) {
    out.number(askedMillis);
    out.number(dueMillis);
    out.number(memberships.size());
    memberships.forEach(
        (audience, membership) -> {
          out.text(audience);
          membership.write(out);
        });
  }

  /** What {@link #write} wrote. */
  public static Attendance read(StateReader in) {
    Attendance attendance = new Attendance();
    attendance.askedMillis = in.number();
    attendance.dueMillis = in.number();
    for (int audiences = in.count(); audiences > 0; audiences--) {
      attendance.memberships.put(in.text(), Membership.read(in));
    }
    return attendance;
  }
}

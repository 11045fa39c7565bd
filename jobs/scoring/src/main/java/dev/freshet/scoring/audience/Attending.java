package dev.freshet.scoring.audience;

import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.IncentiveSettings;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Moment;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.event.EventTime;

/**
 * Looks at users by rules and by audiences, in the order of what occurred: an audience is asked
 * with what was known at the moment of which it is asked.
 */
public final class Attending {

  private final IncentiveSettings settings;
  private final Incentives incentives;

  public Attending(IncentiveSettings settings) {
    this.settings = settings;
    incentives = new Incentives(settings);
  }

  /** Receives what a look at a user brought to light. */
  public interface Listener extends Incentives.Listener {

    /** The user enters or leaves an audience. */
    void passed(Passage passage);

    /** The condition of an audience could not be evaluated; it is as if it did not hold. */
    void unanswered(String audience, ConditionException failure);
  }

  /** The watermark at which to look at a user next, or {@link Long#MAX_VALUE} for never. */
  public long nextMillis(Attendee user) {
    return Math.min(
        incentives.nextMillis(user.participant()),
        incentives.lookMillis(user.attendance().dueMillis()));
  }

  /**
   * The first moment of which nothing was decided by a watermark: what counts at once does so from
   * then on. {@link EventTime#NEVER} where it is not known how far event time has come.
   */
  public long presentMillis(long watermarkMillis) {
    return watermarkMillis == EventTime.NEVER
        ? EventTime.NEVER
        : incentives.reachedMillis(watermarkMillis) + 1;
  }

  /**
   * Looks at what is due of a user.
   *
   * @param watermarkMillis how far event time has come
   */
  public void look(
      String id, Attendee user, long watermarkMillis, InForce inForce, Listener listener) {
    Look look = new Look(id, user, inForce, listener);
    incentives.look(id, user.participant(), watermarkMillis, inForce.rules(), inForce.tags(), look);
    look.pass(incentives.reachedMillis(watermarkMillis));
  }

  /**
   * Leaves out what a look at a user would look at, as if it had never come.
   *
   * @param watermarkMillis how far event time has come
   */
  public void leaveOut(Attendee user, long watermarkMillis) {
    incentives.leaveOut(user.participant(), watermarkMillis);
  }

  /** Other audiences are in force than before, as of a moment. */
  public void change(
      String id, Attendee user, long atMillis, AudienceBook audiences, Listener listener) {
    user.attendance().endAllBut(audiences.names(), atMillis, new Telling(id, listener));
    user.attendance().askAgain(atMillis);
  }

  /** One look at one user. */
  private final class Look implements Incentives.Listener {

    private final Attendee user;
    private final InForce inForce;
    private final Listener listener;
    private final Telling telling;

    private Look(String id, Attendee user, InForce inForce, Listener listener) {
      this.user = user;
      this.inForce = inForce;
      this.listener = listener;
      telling = new Telling(id, listener);
    }

    private void pass(long untilMillis) {
      user.attendance()
          .pass(
              untilMillis,
              inForce.audiences().all(),
              atMillis -> Moment.of(user.participant(), settings, atMillis),
              telling);
    }

    @Override
    public void comesTo(long atMillis) {
      pass(atMillis - 1);
      user.attendance().learn(atMillis);
    }

    @Override
    public void granted(Grant grant) {
      listener.granted(grant);
    }

    @Override
    public void progressed(ProgressChange change) {
      listener.progressed(change);
    }

    @Override
    public void followed(FollowUp news) {
      listener.followed(news);
    }

    @Override
    public void failed(String rule, ConditionException failure) {
      listener.failed(rule, failure);
    }
  }

  /** Names the user in what an attendance tells. */
  private record Telling(String id, Listener listener) implements Attendance.Listener {

    @Override
    public void entered(String audience, long atMillis) {
      listener.passed(new Passage(audience, id, true, atMillis, atMillis));
    }

    @Override
    public void left(String audience, long sinceMillis, long atMillis) {
      listener.passed(new Passage(audience, id, false, sinceMillis, atMillis));
    }

    @Override
    public void failed(String audience, ConditionException failure) {
      listener.unanswered(audience, failure);
    }
  }
}

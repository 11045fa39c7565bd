package dev.freshet.scoring.engagement;

import dev.freshet.scoring.effect.FollowUp;
import java.util.List;
import java.util.function.Function;

/**
 * What becomes of users when they do something and when time passes, whoever keeps them and tells
 * the time.
 *
 * <p>What occurred is looked at once the watermark has passed it by the lateness that is allowed,
 * in the order of its time: so neither the order in which it came nor the number of tasks makes a
 * difference. What comes later than that is not looked at any more, as what followed from what came
 * in time was given and is never taken back.
 */
public final class Incentives {

  /** Watermarks are looked at in such steps, so that one timer serves what occurs together. */
  private static final long STEP_MILLIS = 1_000;

  private final IncentiveSettings settings;
  private final long latenessMillis;

  public Incentives(IncentiveSettings settings) {
    this.settings = settings;
    latenessMillis = settings.lateness().toMillis();
  }

  /** Receives what a look at a user brought to light. */
  public interface Listener {

    /** Something becomes known of the user as of a moment; what was before is known by now. */
    default void comesTo(long atMillis) {}

    /** The user has met a rule. */
    void granted(Grant grant);

    /** The user has come nearer to a reward, or has to begin anew. */
    void progressed(ProgressChange change);

    /**
     * Something counts for what becomes of a user whom a rule with a holdout has met. That a rule
     * with a budget has met the user is known to those who spend it.
     */
    void followed(FollowUp news);

    /** A rule could not be evaluated; it is as if it was not met. */
    void failed(String rule, ConditionException failure);
  }

  /**
   * Keeps what a user did until it is looked at.
   *
   * @param watermarkMillis how far event time has come
   * @return whether it came in time
   */
  public boolean accept(Participant user, Occasion occasion, long watermarkMillis) {
    boolean isInTime = lookMillis(occasion.atMillis()) > watermarkMillis;
    if (isInTime) {
      user.await(occasion);
    }
    return isInTime;
  }

  /**
   * Another job tells something of a user. It counts, and rules look at it, in the order of its
   * time; where that has passed, at once, since it holds until something else is told. That the
   * user is forgotten has no time and counts at once.
   *
   * @return whether it is news
   */
  public boolean accept(Participant user, Told told) {
    return user.hear(told);
  }

  /**
   * The watermark at which what occurred at a moment is looked at: by then nothing earlier is
   * waited for.
   */
  public long lookMillis(long atMillis) {
    return atMillis == Long.MAX_VALUE
        ? atMillis
        : -Math.floorDiv(-(atMillis + latenessMillis), STEP_MILLIS) * STEP_MILLIS;
  }

  /** Up to when what occurred is looked at by a watermark. */
  public long reachedMillis(long watermarkMillis) {
    return watermarkMillis - latenessMillis;
  }

  /**
   * Leaves out what a look at a user would look at, as if it had never come.
   *
   * @param watermarkMillis how far event time has come
   */
  public void leaveOut(Participant user, long watermarkMillis) {
    user.takeUntil(reachedMillis(watermarkMillis));
  }

  /** The watermark at which to look at a user next, or {@link Long#MAX_VALUE} for never. */
  public long nextMillis(Participant user) {
    return lookMillis(Math.min(user.waitingMillis(), user.expiryMillis));
  }

  /**
   * Looks at what is due of a user.
   *
   * @param watermarkMillis how far event time has come
   * @param tags the tags of an item
   */
  public void look(
      String id,
      Participant user,
      long watermarkMillis,
      RuleBook rules,
      Function<String, List<String>> tags,
      Listener listener) {
    long untilMillis = reachedMillis(watermarkMillis);
    Look look = new Look(settings, id, user, rules, listener);
    for (Occasion occasion : user.takeUntil(untilMillis)) {
      listener.comesTo(occasion.atMillis());
      look.expire(occasion.atMillis());
      look.at(occasion, tags.apply(occasion.item()));
    }
    look.expire(untilMillis);
  }
}

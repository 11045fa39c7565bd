package dev.freshet.scoring.engagement;

import dev.freshet.scoring.effect.FollowedUser;
import dev.freshet.scoring.effect.OutcomeChange;
import java.util.function.Consumer;

/** Follows users whom rules have met, by the watermarks and days by which users are looked at. */
public final class Following {

  private final Incentives incentives;
  private final Calendar calendar;

  public Following(IncentiveSettings settings) {
    incentives = new Incentives(settings);
    calendar = new Calendar(settings.zone());
  }

  /**
   * The watermark at which something is due of a user, or {@link Long#MAX_VALUE} for never. By then
   * everything before was looked at.
   */
  public long nextMillis(FollowedUser user) {
    return incentives.lookMillis(
        Math.min(user.waitingMillis(), calendar.beginning(user.nextDay())));
  }

  /**
   * Leaves out what would be entered of a user, as if it had never come.
   *
   * @param watermarkMillis how far event time has come
   */
  public void leaveOut(FollowedUser user, long watermarkMillis) {
    user.takeUntil(incentives.reachedMillis(watermarkMillis));
  }

  /**
   * Enters what is due of a user, and tells what is known by then.
   *
   * @param watermarkMillis how far event time has come
   * @return how many rules the user is not followed for, as there was no room
   */
  public int pass(FollowedUser user, long watermarkMillis, Consumer<OutcomeChange> changes) {
    long reached = incentives.reachedMillis(watermarkMillis);
    return user.pass(reached, calendar.day(reached), calendar::beginning, changes);
  }
}

package dev.freshet.scoring.audience;

import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Moment;
import java.time.Duration;

/**
 * An audience whose condition can be evaluated.
 *
 * @param audience the audience
 * @param member the condition that members meet
 * @param turn when it may change its answer by time alone
 * @param longestMillis who has done nothing for so long is no member; {@link Turn#NEVER} if that
 *     does not matter
 */
public record UsableAudience(Audience audience, Condition member, Turn turn, long longestMillis) {

  /** One that is not left by who does nothing. */
  public UsableAudience(Audience audience, Condition member, Turn turn) {
    this(audience, member, turn, Turn.NEVER);
  }

  /** The same, left by who has done nothing for so long, as such users are forgotten. */
  UsableAudience within(Duration longest) {
    return new UsableAudience(audience, member, turn, longest.toMillis());
  }

  /** From when on the user is no member if nothing is done before, or {@link Turn#NEVER}. */
  long goneMillis(Moment moment) {
    return longestMillis == Turn.NEVER ? Turn.NEVER : moment.lastSeenMillis() + longestMillis;
  }
}

package dev.freshet.scoring.audience;

import dev.freshet.scoring.engagement.Condition;

/**
 * An audience whose condition can be evaluated.
 *
 * @param audience the audience
 * @param member the condition that members meet
 * @param turn when it may change its answer by time alone
 */
public record UsableAudience(Audience audience, Condition member, Turn turn) {}

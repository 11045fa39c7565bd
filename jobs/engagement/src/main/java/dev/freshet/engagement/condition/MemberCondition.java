package dev.freshet.engagement.condition;

import dev.freshet.scoring.audience.Turn;
import dev.freshet.scoring.engagement.Condition;

/**
 * The condition of an audience.
 *
 * @param holds whether a user meets it at a moment
 * @param turn when time alone may change that
 */
public record MemberCondition(Condition holds, Turn turn) {}

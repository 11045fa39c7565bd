/**
 * Who stays and who drifts away: a user's activity by day, the score, the tier and the probability
 * to return. Pure arithmetic like the rest of scoring: every answer is a function of the events and
 * of the moment it is asked for.
 */
@NullMarked
package dev.freshet.scoring.stickiness;

import org.jspecify.annotations.NullMarked;

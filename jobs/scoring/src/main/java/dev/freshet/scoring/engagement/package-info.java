/**
 * Incentives: rules that reward users for what they do. Pure arithmetic like the rest of scoring.
 *
 * <p>What a user did is looked at in the order in which it occurred, not in that in which it came:
 * {@link dev.freshet.scoring.engagement.Participant} keeps it until nothing earlier is waited for.
 * So rewards follow from the events alone. A rule with a budget is the same for all users together:
 * {@link dev.freshet.scoring.engagement.Budget}.
 */
@NullMarked
package dev.freshet.scoring.engagement;

import org.jspecify.annotations.NullMarked;

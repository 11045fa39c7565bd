package dev.freshet.stickiness;

import dev.freshet.scoring.stickiness.Tier;
import org.jspecify.annotations.Nullable;

/**
 * A user went from one tier to another.
 *
 * @param before null for a user who was not known
 * @param after null for a user who is forgotten
 * @param atMillis when, event time
 */
public record TierChange(@Nullable Tier before, @Nullable Tier after, long atMillis) {}

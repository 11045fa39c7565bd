package dev.freshet.stickiness;

import dev.freshet.scoring.stickiness.Standing;
import org.jspecify.annotations.Nullable;

/**
 * A change in how sticky a user is.
 *
 * @param user who
 * @param atMillis when, event time
 * @param standing the new standing, or null if the user is forgotten
 * @param features what the probability to return is judged by; empty if the user is forgotten
 */
public record Observation(
    String user, long atMillis, @Nullable Standing standing, double[] features) {}

package dev.freshet.stickiness;

import dev.freshet.scoring.stickiness.StickinessState;
import org.jspecify.annotations.Nullable;

/**
 * A change in how sticky a user is.
 *
 * @param user who
 * @param atMillis when, event time
 * @param lastSeenMillis when the user did something last, event time; 0 if the user is forgotten
 * @param state the new state, or null if the user is forgotten
 * @param isMoved whether score or tier are others than those told last
 * @param features what the probability to return is judged by; empty if the user is forgotten
 * @param conversion what the propensity to buy is judged by; empty without purchases too
 * @param arrivedMillis when the first event came to Kafka of which nothing was told yet; 0 if there
 *     is none, or if that was forgotten
 */
public record Observation(
    String user,
    long atMillis,
    long lastSeenMillis,
    @Nullable StickinessState state,
    boolean isMoved,
    double[] features,
    double[] conversion,
    long arrivedMillis) {

  private static final double[] NONE = {};

  /** The user is forgotten. */
  static Observation forgotten(String user, long atMillis) {
    return new Observation(user, atMillis, 0L, null, true, NONE, NONE, 0L);
  }
}

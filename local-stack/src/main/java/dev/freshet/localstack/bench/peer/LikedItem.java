package dev.freshet.localstack.bench.peer;

/**
 * An item that a user acted on, as the user's list needs it.
 *
 * @param rating the user's
 * @param similar the items most similar to it when the user acted on it, best first
 */
public record LikedItem(long atMillis, double rating, String[] similar, double[] similarities) {}

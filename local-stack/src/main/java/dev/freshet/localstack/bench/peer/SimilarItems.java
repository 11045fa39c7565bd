package dev.freshet.localstack.bench.peer;

/**
 * What is similar to an item that a user acted on.
 *
 * @param rating the user's, of the item
 * @param similar the most similar items, best first
 */
public record SimilarItems(
    String user,
    String item,
    long atMillis,
    double rating,
    String[] similar,
    double[] similarities) {}

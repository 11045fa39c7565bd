package dev.freshet.localstack.bench.peer;

/**
 * What a user acted on last, the latest first, each item once.
 *
 * @param ratings of each item, the user's
 * @param counts of each item, as it was told with the user's action
 */
public record RecentItems(String[] items, double[] ratings, double[] counts) {}

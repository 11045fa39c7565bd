package dev.freshet.localstack.bench.peer;

/**
 * A user's rating of an item, as an action left it.
 *
 * @param before the rating before the action, 0 for none
 * @param after the rating now, at least as high
 * @param count the item's ratings by all users, added up
 */
public record Rated(
    String user, String item, long atMillis, double before, double after, double count) {}

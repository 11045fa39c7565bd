package dev.freshet.localstack.bench.peer;

/**
 * An interaction with what it tells of the user's liking.
 *
 * @param weight the more is done, the more
 */
public record Action(String user, String item, long atMillis, double weight) {}

package dev.freshet.scoring.community;

/**
 * Somebody has helped others.
 *
 * @param user who
 * @param contribution by what
 * @param atMillis when, event time
 */
public record Credit(String user, Contribution contribution, long atMillis) {}

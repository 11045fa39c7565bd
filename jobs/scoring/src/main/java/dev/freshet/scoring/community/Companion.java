package dev.freshet.scoring.community;

/**
 * Somebody who learns the same item at about the same pace.
 *
 * @param user who
 * @param atMillis when they were there last
 * @param closeness 1 at the same place of the item, less the further away, above 0
 */
public record Companion(String user, long atMillis, double closeness) {}

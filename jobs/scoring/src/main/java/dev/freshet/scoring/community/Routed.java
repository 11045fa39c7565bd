package dev.freshet.scoring.community;

/**
 * Someone a question is routed to.
 *
 * @param user the member
 * @param score comparable within one routing only, the highest first
 * @param reason {@code expert:<tag>} for the tag of the question that the member answered most,
 *     else {@code thread} for who spoke in the thread, else {@code active}
 */
public record Routed(String user, double score, String reason) {}

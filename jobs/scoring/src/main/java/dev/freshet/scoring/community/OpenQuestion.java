package dev.freshet.scoring.community;

/**
 * A question that waits for an answer, as it is put to one user.
 *
 * @param thread its id
 * @param item what it is about
 * @param askedAtMillis when it was asked, event time
 * @param reason why this user: {@code completed:<item>} or {@code expert:<tag>}
 */
public record OpenQuestion(String thread, String item, long askedAtMillis, String reason) {}

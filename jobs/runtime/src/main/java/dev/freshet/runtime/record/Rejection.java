package dev.freshet.runtime.record;

/**
 * Why something is not used.
 *
 * @param reason one of a fixed set
 * @param detail what exactly was found
 */
public record Rejection(RejectionReason reason, String detail) {}

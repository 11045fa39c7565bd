package dev.freshet.runtime.record;

/**
 * A record on its way to the topic of rejected ones.
 *
 * @param raw the record
 * @param rejection why
 */
public record RejectedRecord(RawRecord raw, Rejection rejection) {}

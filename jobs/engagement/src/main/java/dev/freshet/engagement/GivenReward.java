package dev.freshet.engagement;

/**
 * A reward on its way to the topic.
 *
 * @param user the record's key
 * @param record the record's bytes
 */
public record GivenReward(String user, byte[] record) {}

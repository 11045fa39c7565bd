package dev.freshet.scoring.engagement;

/**
 * A user has come nearer to the next reward of a rule, or has to begin anew.
 *
 * @param user who
 * @param rule the rule's id
 * @param done how much is done, 0 to {@code of} − 1
 * @param of how much is needed
 * @param within where it is counted: {@code day}, {@code week}, {@code month}, {@code ever} or
 *     {@code streak}
 * @param untilMillis when what is done is void unless more is done, or {@link Long#MAX_VALUE}
 * @param atMillis since when it is so, event time
 */
public record ProgressChange(
    String user, String rule, int done, int of, String within, long untilMillis, long atMillis) {}

package dev.freshet.scoring.engagement;

/**
 * A coupon that a user holds.
 *
 * @param code what the user enters
 * @param rule the rule that gave it
 * @param benefit what it is good for
 * @param untilMillis when it is no longer valid
 */
public record Coupon(String code, String rule, String benefit, long untilMillis) {}

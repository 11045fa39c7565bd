package dev.freshet.scoring.stickiness;

/**
 * Whether a user bought something within a fortnight.
 *
 * @param atMillis when the fortnight was over
 * @param features what was known when it began
 * @param bought whether the user made a purchase in it
 * @param weight how many users like this one the example stands for
 */
public record ConversionExample(long atMillis, double[] features, boolean bought, double weight) {}

package dev.freshet.scoring.stickiness;

/**
 * What became of a user within a week.
 *
 * @param atMillis when the week was over
 * @param features what was known when the week began
 * @param returned whether the user was active in it
 * @param weight how many users like this one the example stands for
 */
public record ReturnExample(long atMillis, double[] features, boolean returned, double weight) {}

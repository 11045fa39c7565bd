package dev.freshet.scoring.stickiness;

/**
 * What the score is made of, each 0–1.
 *
 * @param recency falls with the days since the last active one
 * @param frequency grows with the active days of the last 7 and 28 and with the streak
 * @param depth grows with study time, completed items and distinct items
 * @param community grows with comments, questions, answers and the like
 */
public record Components(double recency, double frequency, double depth, double community) {}

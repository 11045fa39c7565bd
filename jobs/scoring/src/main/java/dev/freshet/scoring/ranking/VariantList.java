package dev.freshet.scoring.ranking;

/**
 * A user's recommendations by the weights of a variant that the user gets.
 *
 * @param experiment the name of the experiment
 * @param variant the name of its variant
 * @param list what a reader adds to the pulse by these weights
 */
public record VariantList(String experiment, String variant, PersonalList list) {}

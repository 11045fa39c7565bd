package dev.freshet.localstack.bench.peer;

/**
 * What is kept of an item in one piece.
 *
 * @param count its ratings by all users, added up
 * @param neighbours how many pairs it has
 * @param similar the most similar items, best first
 * @param strengths their similarities times the square root of {@code count}, which they share
 */
public record ItemRow(double count, int neighbours, String[] similar, double[] strengths) {}

package dev.freshet.scoring.ranking;

/**
 * One line of a list.
 *
 * @param item the item's id
 * @param score higher is better; comparable within one list
 * @param reason {@code after:<item>}, {@code similar:<item>}, {@code tag:<tag>}, {@code vector},
 *     {@code again} or {@code trending}
 */
public record Recommendation(String item, double score, String reason) {}

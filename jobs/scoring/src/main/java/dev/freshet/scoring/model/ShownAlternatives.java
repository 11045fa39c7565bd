package dev.freshet.scoring.model;

/**
 * The alternatives of a choice from a list that was shown, as they were when it was shown.
 *
 * @param signals alternative by alternative, {@link Signal#COUNT} numbers each; those of {@link
 *     Signal#CONSTANT} are 0, as the places tell how often a list is used
 * @param places the place of each, 0 the first
 * @param fading for each the logarithm of 1 + how often it had been shown and not taken
 */
public record ShownAlternatives(double[] signals, int[] places, double[] fading) {

  /** How many there are. */
  public int size() {
    return places.length;
  }
}

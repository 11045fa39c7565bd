package dev.freshet.scoring.similarity;

/**
 * The items that go with an item, strongest first.
 *
 * @param item fingerprint of the item
 * @param items fingerprints of its neighbours
 * @param similar co-occurrence divided by the square root of the item's own count; dividing by that
 *     of the neighbour too would give the cosine
 * @param after part of those who came to the item and then to the neighbour, weighted by nearness
 * @param next part of the items directly after the item, 0–1
 */
public record Neighbours(long item, long[] items, float[] similar, float[] after, float[] next) {

  /** Nobody's neighbours. */
  public static Neighbours none(long item) {
    return new Neighbours(item, new long[0], new float[0], new float[0], new float[0]);
  }

  public int size() {
    return items.length;
  }
}

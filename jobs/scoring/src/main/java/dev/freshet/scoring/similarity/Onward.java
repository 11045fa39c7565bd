package dev.freshet.scoring.similarity;

/**
 * Where others went on to from an item who had come to it from the same item as a user.
 *
 * @param items fingerprints
 * @param shares of each the part of those others, 0–1
 */
public record Onward(long[] items, float[] shares) {

  /** Nobody came that way. */
  public static final Onward NONE = new Onward(new long[0], new float[0]);
}

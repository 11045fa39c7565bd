package dev.freshet.scoring.interest;

/**
 * Tags and how much a user cares for each, on a scale of the user's own.
 *
 * @param tags tag by tag
 * @param weights one weight a tag, below 0 for what the user is against; only their proportions
 *     mean something
 */
public record Interests(String[] tags, double[] weights) {

  /** No interest in anything known. */
  public static final Interests NONE = new Interests(new String[0], new double[0]);
}

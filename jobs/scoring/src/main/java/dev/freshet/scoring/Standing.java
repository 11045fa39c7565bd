package dev.freshet.scoring;

/**
 * Where a user stands with an item: a function of everything the user did with it, in whatever
 * order that became known.
 *
 * @param firstMillis when the user touched the item first, or {@link Touch#NEVER}
 * @param strength the best {@link InteractionStrength} so far, 0 for an item never touched
 */
public record Standing(long firstMillis, double strength) {

  /** With an item the user has not touched. */
  public static final Standing NONE = new Standing(Touch.NEVER, 0.0);

  /** After one more touch. */
  public Standing with(long atMillis, double touchStrength) {
    return isNone()
        ? new Standing(atMillis, touchStrength)
        : new Standing(Math.min(firstMillis, atMillis), Math.max(strength, touchStrength));
  }

  /** Whether the item was never touched. */
  public boolean isNone() {
    return firstMillis == Touch.NEVER;
  }
}

package dev.freshet.scoring.history;

import dev.freshet.scoring.event.EventTime;

/**
 * Where a user stands with an item: a function of everything the user did with it, in whatever
 * order that became known.
 *
 * @param firstMillis when the user first interacted with the item, or {@link EventTime#NEVER}
 * @param strength the best {@code InteractionStrength} so far, 0 without an interaction
 */
public record Engagement(long firstMillis, double strength) {

  /** With an item the user has not interacted with. */
  public static final Engagement NONE = new Engagement(EventTime.NEVER, 0.0);

  /** After one more interaction. */
  public Engagement with(long atMillis, double newStrength) {
    return isNone()
        ? new Engagement(atMillis, newStrength)
        : new Engagement(Math.min(firstMillis, atMillis), Math.max(strength, newStrength));
  }

  /** Whether there was no interaction. */
  public boolean isNone() {
    return firstMillis == EventTime.NEVER;
  }
}

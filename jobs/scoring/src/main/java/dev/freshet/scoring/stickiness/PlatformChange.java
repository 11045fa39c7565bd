package dev.freshet.scoring.stickiness;

import org.jspecify.annotations.Nullable;

/**
 * What a user has changed in the figures of the platform.
 *
 * @param atMillis when, event time
 * @param before what of the user was counted so far, or null for a user not known
 * @param after what is to be counted from now on, or null for a user who is forgotten
 * @param activeDay the day that has become an active one of the user, or null if none has
 * @param purchaseDay the day of a purchase, or null if there was none
 */
public record PlatformChange(
    long atMillis,
    @Nullable Footprint before,
    @Nullable Footprint after,
    @Nullable Integer activeDay,
    @Nullable Integer purchaseDay) {

  /** Whether the figures differ for it. */
  public boolean matters() {
    return activeDay != null
        || purchaseDay != null
        || (before == null ? after != null : !before.equals(after));
  }
}

package dev.freshet.scoring.id;

import java.io.Serializable;
import java.time.Duration;

/**
 * When after a midnight each user is looked at, of whom something changes with it: at a moment of
 * the user's own, the same after every midnight, so that not everybody is looked at at once.
 *
 * @param width the time over which the users are spread; zero if all are looked at with midnight
 */
public record MidnightSpread(Duration width) implements Serializable {

  /** The longest, so that everybody is looked at long before the next midnight. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** Everybody at once. */
  public static final MidnightSpread NONE = new MidnightSpread(Duration.ZERO);

  public MidnightSpread {
    if (width.isNegative() || width.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a spread must last from no time to 12 hours, was " + width);
    }
  }

  /** When a user is looked at for whom something changes at a midnight. */
  public long lookMillis(String user, long midnightMillis) {
    // The share of the width that the upper half of the fingerprint is of all it could be.
    long share = Fingerprint.of(user) >>> Integer.SIZE;
    return midnightMillis + ((share * width.toMillis()) >>> Integer.SIZE);
  }
}

package dev.freshet.scoring.stickiness;

import java.util.Locale;

/** The audience a user belongs to, by stickiness and its course. */
public enum Tier {
  /** Seen for the first time only days ago: too early to tell. */
  NEW,
  /** Comes by, but never often enough to be regular. */
  CASUAL,
  /** Comes often. */
  REGULAR,
  /** Comes nearly always. */
  DEVOTED,
  /** Was regular or devoted lately and no longer is. */
  AT_RISK,
  /** Has not come for long. */
  DORMANT;

  /** The tier's name in Redis, such as {@code at-risk}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

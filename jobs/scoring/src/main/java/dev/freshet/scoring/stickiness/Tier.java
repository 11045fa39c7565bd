package dev.freshet.scoring.stickiness;

import java.util.Locale;

/** The audience a user belongs to, by stickiness and its course. */
public enum Tier {
  /** Seen for the first time only days ago: too early to tell. */
  NEW(0),
  /** Comes by, but never often enough to be regular. */
  CASUAL(1),
  /** Comes often. */
  REGULAR(2),
  /** Comes nearly always. */
  DEVOTED(3),
  /** Was regular or devoted lately and no longer is. */
  AT_RISK(4),
  /** Has not come for long. */
  DORMANT(5);

  /** How many tiers there are. */
  public static final int COUNT = values().length;

  private final int place;

  Tier(int place) {
    this.place = place;
  }

  /** The tier's place in arrays and in saved state. */
  public int place() {
    return place;
  }

  /** The tier with a place. */
  public static Tier at(int place) {
    for (Tier tier : values()) {
      if (tier.place == place) {
        return tier;
      }
    }
    throw new IllegalArgumentException("no tier has the place " + place);
  }

  /** The tier's name in Redis, such as {@code at-risk}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

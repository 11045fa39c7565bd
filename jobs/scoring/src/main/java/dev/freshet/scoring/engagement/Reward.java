package dev.freshet.scoring.engagement;

import java.io.Serializable;

/**
 * What is given.
 *
 * @param points 0 or more
 * @param badge the badge's id; empty for none
 * @param coupon what the coupon is good for, as the shop understands it; empty for none
 * @param couponMillis how long it is valid, from the moment it was earned
 * @param message the key of a message to send; empty for none
 */
public record Reward(int points, String badge, String coupon, long couponMillis, String message)
    implements Serializable {

  public Reward {
    if (points < 0) {
      throw new IllegalArgumentException("reward: points must be 0 or more, were " + points);
    }
    if (points == 0 && badge.isEmpty() && coupon.isEmpty() && message.isEmpty()) {
      throw new IllegalArgumentException("reward: nothing is given");
    }
    if (!coupon.isEmpty() && couponMillis <= 0) {
      throw new IllegalArgumentException("reward: a coupon must be valid for some time");
    }
  }

  /** So many points. */
  public static Reward points(int points) {
    return new Reward(points, "", "", 0L, "");
  }
}

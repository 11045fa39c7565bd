package dev.freshet.scoring.engagement;

import dev.freshet.scoring.effect.Thousandths;
import java.io.Serializable;

/**
 * What is given.
 *
 * @param points 0 or more
 * @param badge the badge's id; empty for none
 * @param coupon what the coupon is good for, as the shop understands it; empty for none
 * @param couponMillis how long it is valid, from the moment it was earned
 * @param message the key of a message to send; empty for none
 * @param cost what one of it costs the platform, in money of any kind; 0 if that is not told
 */
public record Reward(
    int points, String badge, String coupon, long couponMillis, String message, double cost)
    implements Serializable {

  private static final double MOST_COST = 1_000_000.0;

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
    if (!(cost >= 0 && cost <= MOST_COST)) {
      throw new IllegalArgumentException("reward: cost must be 0 to 1,000,000, was " + cost);
    }
  }

  /** A reward of which is not told what it costs. */
  public Reward(int points, String badge, String coupon, long couponMillis, String message) {
    this(points, badge, coupon, couponMillis, message, 0.0);
  }

  /** So many points. */
  public static Reward points(int points) {
    return new Reward(points, "", "", 0L, "");
  }

  /** What it costs. */
  public long costThousandths() {
    return Thousandths.of(cost);
  }
}

package dev.freshet.scoring.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Which variant a user gets: a documented hash, which anybody can repeat in any language, so it
 * must never change. Where all shares are raised in the same proportion, nobody who has a variant
 * gets another.
 *
 * @param salt makes experiments divide users independently of each other
 * @param holdout the share of users who get no variant of any experiment, 0 to 1
 * @param shares of the variants in their order, 1 together at most
 */
public record Assignment(String salt, double holdout, List<Double> shares) {

  /** What takes the place of a variant's number for users who get none. */
  public static final int NONE = -1;

  /** The salt of those who are held out, the same for all experiments. */
  static final String HOLDOUT = "holdout";

  private static final int FIRST_BITS = 52;

  /** 13 hexadecimal digits each, which a double holds exactly. */
  private static final double UNIT = 0x1.0p-52;

  public Assignment {
    shares = List.copyOf(shares);
  }

  /** The number of the user's variant, from 0, or {@link #NONE}. */
  public int variantOf(String user) {
    double total = 0.0;
    for (double share : shares) {
      total += share;
    }
    Points points = Points.of(salt, user);
    if (points.entry() >= total || Points.of(HOLDOUT, user).entry() < holdout) {
      return NONE;
    }
    // Both sides are rounded alike, and a choice is below 1, so one of them is always reached.
    double reached = 0.0;
    int variant = NONE;
    while (points.choice() * total >= reached) {
      variant++;
      reached += shares.get(variant);
    }
    return variant;
  }

  /**
   * Where a user lies under a salt. That are two numbers, so that whether a user takes part says
   * nothing of the variant.
   *
   * @param entry decides whether the user takes part, from 0 and below 1
   * @param choice decides between the variants, from 0 and below 1
   */
  record Points(double entry, double choice) {

    static Points of(String salt, String user) {
      ByteBuffer digest = ByteBuffer.wrap(sha1(salt + '\0' + user));
      long entry = digest.getLong(0) >>> (Long.SIZE - FIRST_BITS);
      // The choice begins with the lower half of the byte in which the entry ends.
      long choice = digest.getLong(FIRST_BITS / Byte.SIZE) << 4 >>> (Long.SIZE - FIRST_BITS);
      return new Points(entry * UNIT, choice * UNIT);
    }

    private static byte[] sha1(String text) {
      try {
        return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-1", e);
      }
    }
  }
}

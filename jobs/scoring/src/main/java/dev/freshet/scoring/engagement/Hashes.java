package dev.freshet.scoring.engagement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The documented hashes that name rewards, make coupon codes, and choose who is held out. Anybody
 * can repeat them, so they must never change.
 */
public final class Hashes {

  private static final String HMAC = "HmacSHA256";
  private static final int ID_BYTES = 16;

  /** Crockford's digits: none is taken for another. */
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int DIGIT_BITS = 5;
  private static final int CODE_DIGITS = 12;
  private static final int GROUP = 4;

  private Hashes() {}

  /**
   * The id of a reward: the first 16 bytes of the SHA-256 of rule, user and occurrence, in UTF-8
   * with a byte 0 between them, as 32 hexadecimal digits.
   */
  public static String rewardId(String rule, String user, String occurrence) {
    byte[] digest = sha256(rule + '\0' + user + '\0' + occurrence);
    return HexFormat.of().formatHex(digest, 0, ID_BYTES);
  }

  /**
   * The id of a change of an audience: the first 16 bytes of the SHA-256 of audience, user, {@code
   * ENTERED} or {@code LEFT}, and the moment in epoch milliseconds as decimal digits, in UTF-8 with
   * a byte 0 between them, as 32 hexadecimal digits.
   */
  public static String passageId(String audience, String user, boolean isEntry, long atMillis) {
    String change = isEntry ? "ENTERED" : "LEFT";
    byte[] digest = sha256(audience + '\0' + user + '\0' + change + '\0' + atMillis);
    return HexFormat.of().formatHex(digest, 0, ID_BYTES);
  }

  /**
   * Whether a user is held out: the first 8 bytes of the SHA-256 of {@code holdout}, rule and user,
   * as a fraction of 2<sup>64</sup>, are less than the share.
   */
  public static boolean isHeldOut(String rule, String user, double share) {
    if (share <= 0) {
      return false;
    }
    long first = ByteBuffer.wrap(sha256("holdout\0" + rule + '\0' + user)).getLong();
    // The upper 53 bits, which a double holds exactly.
    return (first >>> 11) * 0x1.0p-53 < share;
  }

  /**
   * The code of a coupon: the first 60 bits of the HMAC-SHA256 of the reward's id, as 12 digits of
   * Crockford's base 32 in groups of four.
   */
  public static String couponCode(byte[] key, String rewardId) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return digits(ByteBuffer.wrap(mac.doFinal(utf8(rewardId))).getLong());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static String digits(long bits) {
    StringBuilder code = new StringBuilder();
    for (int digit = 0; digit < CODE_DIGITS; digit++) {
      if (digit > 0 && digit % GROUP == 0) {
        code.append('-');
      }
      code.append(DIGITS.charAt((int) (bits >>> (Long.SIZE - DIGIT_BITS * (digit + 1))) & 31));
    }
    return code.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(utf8(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

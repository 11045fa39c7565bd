package dev.freshet.scoring.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A code of 32 bits stands for an id where others than the recommender compare it too, and the id
 * itself may be too long: the first bits of the SHA-1 of its UTF-8 bytes, which every platform, and
 * Redis, can compute.
 *
 * <p>An id has the code of one of a thousand others with a probability of 2·10⁻⁷.
 */
public final class IdCode {

  /** How many hexadecimal digits {@link #hex} has. */
  public static final int HEX_DIGITS = 8;

  private static final ThreadLocal<MessageDigest> SHA_1 = ThreadLocal.withInitial(IdCode::sha1);

  private IdCode() {}

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /** The code of an id. */
  public static int of(String id) {
    return ByteBuffer.wrap(SHA_1.get().digest(id.getBytes(StandardCharsets.UTF_8))).getInt();
  }

  /** A code as it is written: {@link #HEX_DIGITS} hexadecimal digits in lower case. */
  public static String hex(int code) {
    StringBuilder digits = new StringBuilder(HEX_DIGITS);
    appendHex(code, digits);
    return digits.toString();
  }

  /** Appends {@link #hex} of a code. */
  public static void appendHex(int code, StringBuilder digits) {
    for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
      digits.append(Character.forDigit((code >>> shift) & 0xf, 16));
    }
  }
}

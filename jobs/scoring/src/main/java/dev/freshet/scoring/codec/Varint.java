package dev.freshet.scoring.codec;

import java.nio.ByteBuffer;

/**
 * Whole numbers in serialized state, in as few bytes as each needs: seven binary digits a byte, the
 * lowest first, and the highest one set while more follow (LEB128).
 */
public final class Varint {

  /** The most bytes that a number takes. */
  public static final int MOST_BYTES = 10;

  /** The most bytes that an int of 0 or more takes. */
  public static final int MOST_INT_BYTES = 5;

  private static final int DIGITS = 7;
  private static final int MORE = 1 << DIGITS;

  private Varint() {}

  /** Writes a number; the smaller the fewer bytes, a negative one takes the most. */
  public static void put(ByteBuffer buffer, long number) {
    long rest = number;
    while ((rest & -MORE) != 0) {
      buffer.put((byte) (rest | MORE));
      rest >>>= DIGITS;
    }
    buffer.put((byte) rest);
  }

  /**
   * Reads what {@link #put} wrote.
   *
   * @throws IllegalStateException if no number ends after {@link #MOST_BYTES}
   */
  public static long get(ByteBuffer buffer) {
    long number = 0;
    for (int shift = 0; shift < MOST_BYTES * DIGITS; shift += DIGITS) {
      byte next = buffer.get();
      number |= (long) (next & (MORE - 1)) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalStateException("serialized state is damaged: a number does not end");
  }

  /** Reads what {@link #put} wrote of an int. */
  public static int getInt(ByteBuffer buffer) {
    return (int) get(buffer);
  }

  /** Writes a number that is small whatever its sign, such as a difference. */
  public static void putSigned(ByteBuffer buffer, long number) {
    put(buffer, (number << 1) ^ (number >> (Long.SIZE - 1)));
  }

  /** Reads what {@link #putSigned} wrote. */
  public static long getSigned(ByteBuffer buffer) {
    long number = get(buffer);
    return (number >>> 1) ^ -(number & 1);
  }
}

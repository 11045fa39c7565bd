package dev.freshet.scoring.codec;

/**
 * A signal's value in 16 bits: six of exponent, ten of mantissa, no sign.
 *
 * <p>It differs from the value by a part in 2,000 at most. Negative values and those of up to
 * 2<sup>−31</sup> become 0, those of 2<sup>33</sup> and more the largest there is.
 */
public final class MiniFloat {

  /** Digits of a float's mantissa that are left out. */
  private static final int LOST_DIGITS = 13;

  /** Between the exponents of a float and those here, at their place. */
  private static final int OFFSET = (127 - 31) << 10;

  private static final int LARGEST = 0xFFFF;

  private MiniFloat() {}

  /** The nearest there is. */
  public static short of(float value) {
    if (!(value > 0)) {
      return 0;
    }
    int rounded = (Float.floatToRawIntBits(value) + (1 << (LOST_DIGITS - 1))) >>> LOST_DIGITS;
    return (short) Math.min(LARGEST, Math.max(0, rounded - OFFSET));
  }

  /** What stands for the value that {@link #of} was given. */
  public static float value(short serialized) {
    int bits = Short.toUnsignedInt(serialized);
    return bits == 0 ? 0 : Float.intBitsToFloat((bits + OFFSET) << LOST_DIGITS);
  }
}

package dev.freshet.scoring;

/**
 * Numbers of 0 or more in 16 bits: six of exponent, ten of mantissa.
 *
 * <p>Next to a number's own value is one that differs by a part in 2,000 at most. Numbers below
 * 2<sup>−31</sup> are 0, those from 2<sup>33</sup> on are the largest there is.
 */
final class Float16 {

  /** Digits of a float's mantissa that are left out. */
  private static final int LOST = 13;

  /** The exponents of a float below those that have a place here. */
  private static final int SMALLEST = (127 - 31) << 10;

  private static final int LARGEST = 0xFFFF;

  private Float16() {}

  /** The number next to a float, or 0 for a negative one. */
  static short of(float number) {
    if (!(number > 0)) {
      return 0;
    }
    int rounded = (Float.floatToRawIntBits(number) + (1 << (LOST - 1))) >>> LOST;
    return (short) Math.min(LARGEST, Math.max(0, rounded - SMALLEST));
  }

  /** The number as a float. */
  static float toFloat(short bits) {
    int unsigned = Short.toUnsignedInt(bits);
    return unsigned == 0 ? 0 : Float.intBitsToFloat((unsigned + SMALLEST) << LOST);
  }
}

package dev.freshet.scoring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniFloatTest {

  private static float rounded(float number) {
    return MiniFloat.value(MiniFloat.of(number));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1, 0.5f, 1.5f, 3, 1023, 2047, 0.0009765625f, 0x1p-30f, 0x1p32f})
  void keepsNumbersOfFewDigits(float number) {
    assertThat(rounded(number)).isEqualTo(number);
  }

  @Test
  void isOffByLessThanAPartInTwoThousand() {
    for (float number = 1e-8f; number < 1e9f; number *= 1.0123f) {
      assertThat(rounded(number)).isCloseTo(number, within(number / 2000));
    }
  }

  @Test
  void roundsToTheNearest() {
    float step = 0x1p-10f;

    assertThat(rounded(1 + 0.49f * step)).isEqualTo(1);
    assertThat(rounded(1 + 0.51f * step)).isEqualTo(1 + step);
    assertThat(rounded(2 - 0.1f * step)).isEqualTo(2);
  }

  @Test
  void roundingTwiceChangesNothing() {
    for (float number = 1e-12f; number < 1e12f; number *= 1.37f) {
      assertThat(rounded(rounded(number))).isEqualTo(rounded(number));
    }
  }

  @Test
  void keepsTheOrderOfNumbers() {
    for (int bits = 1; bits < 1 << 16; bits++) {
      float number = MiniFloat.value((short) bits);
      assertThat(number).isGreaterThan(MiniFloat.value((short) (bits - 1)));
      assertThat(Short.toUnsignedInt(MiniFloat.of(number))).isEqualTo(bits);
    }
  }

  @Test
  void takesWhatIsTooSmallOrNegativeForNothingAndWhatIsTooLargeForTheLargest() {
    assertThat(rounded(0x1p-31f)).isZero();
    assertThat(rounded(Float.MIN_VALUE)).isZero();
    assertThat(rounded(-1)).isZero();
    assertThat(rounded(Float.NaN)).isZero();
    assertThat(rounded(1e30f)).isEqualTo(MiniFloat.value((short) -1)).isGreaterThan(8e9f);
    assertThat(rounded(Float.POSITIVE_INFINITY)).isEqualTo(MiniFloat.value((short) -1));
  }
}

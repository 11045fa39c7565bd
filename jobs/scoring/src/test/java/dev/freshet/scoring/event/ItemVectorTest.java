package dev.freshet.scoring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemVectorTest {

  private static final float[] EXTREMES = {
    0f,
    -0f,
    1f,
    -1f,
    1e20f,
    -1e38f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-38f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE
  };

  private static float[] gaussian(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static List<Float> list(float... numbers) {
    List<Float> list = new ArrayList<>();
    for (float number : numbers) {
      list.add(number);
    }
    return list;
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0.0;
    double squares = 0.0;
    double others = 0.0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      squares += (double) one[i] * one[i];
      others += (double) other[i] * other[i];
    }
    return product / Math.sqrt(squares * others);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 64, 384, 1536})
  void matchesByACosineThatErrsByLessThanAHundredth(int length) {
    Random random = new Random(length);
    for (int round = 0; round < 100; round++) {
      float[] item = gaussian(random, length);
      float[] user = gaussian(random, length);
      for (int i = 0; i < length; i++) {
        // Near one another, or cosines of long vectors would all be near 0.
        user[i] += item[i] * (round % 3);
      }
      double expected = Math.max(0.0, cosine(item, user));

      assertThat(ItemVector.of(list(item)).match(user)).isCloseTo(expected, within(0.01));
    }
  }

  @Test
  void doesNotDependOnTheLengthsOfTheVectors() {
    float[] user = {1.0f, 2.0f, -3.0f};

    assertThat(ItemVector.of(list(1e-30f, 2e-30f, -1e-30f)).match(user))
        .isEqualTo(ItemVector.of(list(1.0f, 2.0f, -1.0f)).match(user))
        .isEqualTo(ItemVector.of(list(1e30f, 2e30f, -1e30f)).match(user));
    assertThat(ItemVector.of(list(1.0f, 2.0f, -3.0f)).match(new float[] {1e38f, 2e38f, -3e38f}))
        .isCloseTo(1.0, within(0.01));
    assertThat(ItemVector.of(list(1.0f, 2.0f, -3.0f)).match(new float[] {1e-38f, 2e-38f, -3e-38f}))
        .isCloseTo(1.0, within(0.01));
  }

  @Test
  void cutsTheCosineAtNothing() {
    assertThat(ItemVector.of(list(1.0f, 0.0f)).match(new float[] {-1.0f, 0.0f})).isZero();
    assertThat(ItemVector.of(list(1.0f, 0.0f)).match(new float[] {0.0f, 1.0f})).isZero();
  }

  @Test
  void isNoneWithoutANumberThatIsNotZero() {
    assertThat(ItemVector.of(list(0.0f, -0.0f, 0.0f))).isSameAs(ItemVector.NONE);
    assertThat(ItemVector.of(List.of())).isSameAs(ItemVector.NONE);
    assertThat(ItemVector.NONE.match(new float[] {1.0f})).isZero();
    assertThat(ItemVector.NONE.match(new float[0])).isZero();
    assertThat(ItemVector.of(list(1.0f)).match(new float[] {0.0f})).isZero();
  }

  @Test
  void doesNotMatchAVectorOfAnotherLength() {
    ItemVector vector = ItemVector.of(list(1.0f, 1.0f));

    assertThat(vector.match(new float[] {1.0f})).isZero();
    assertThat(vector.match(new float[] {1.0f, 1.0f, 1.0f})).isZero();
    assertThat(vector.match(new float[0])).isZero();
  }

  @Test
  void matchesByANumberFromZeroToOneHoweverExtremeTheVectors() {
    Random random = new Random(9);
    for (int round = 0; round < 2_000; round++) {
      float[] item = extreme(random);
      float[] user = extreme(random);

      assertThat(ItemVector.of(list(item)).match(user)).isBetween(0.0, 1.0 + 1e-9);
    }
  }

  private static float[] extreme(Random random) {
    float[] numbers = new float[4];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = EXTREMES[random.nextInt(EXTREMES.length)];
    }
    return numbers;
  }

  @Test
  void matchesNothingWhereItIsNoNumber() {
    for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThat(ItemVector.of(list(number, 1.0f)).match(new float[] {1.0f, 1.0f})).isZero();
    }
  }

  @Test
  void readsWhatItWrote() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ItemVector vector = ItemVector.of(list(1.0f, -0.5f, 0.25f));
    vector.write(new DataOutputStream(bytes));
    ItemVector.NONE.write(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    ItemVector read = ItemVector.read(in);

    assertThat(read.numbers()).containsExactly(127, -63, 32);
    assertThat(read).isEqualTo(vector);
    assertThat(read.length()).isEqualTo(vector.length());
    assertThat(ItemVector.read(in)).isSameAs(ItemVector.NONE);
    assertThat(in.available()).isZero();
  }

  @Test
  void keepsEachNumberToAPartOfTheLargest() {
    ItemVector vector = ItemVector.of(list(3.0f, -1.7f, 0.001f));

    assertThat(vector.values()).containsExactly(new float[] {3.0f, -1.7f, 0.001f}, within(0.012f));
    assertThat(vector.values()[0]).isEqualTo(3.0f);
    assertThat(vector.square()).isCloseTo(11.89f, within(0.1f));
  }

  @Test
  void changesNoMoreHoweverOftenItIsWrittenAsNumbers() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      ItemVector vector = ItemVector.of(list(random.nextFloat(), -random.nextFloat(), 0.3f));

      assertThat(ItemVector.of(vector.toList())).isEqualTo(vector);
    }
  }

  @Test
  void tellsANumberThatIsNone() {
    assertThat(ItemVector.of(list(1.0f, Float.NaN)).square()).isNaN();
    assertThat(Float.isFinite(ItemVector.of(list(Float.POSITIVE_INFINITY)).square())).isFalse();
    assertThat(Float.isFinite(ItemVector.of(list(1e20f, 1e20f)).square())).isFalse();
  }
}

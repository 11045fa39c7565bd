package dev.freshet.scoring.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PathsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final HalfLife YEAR = HalfLife.ofDays(365);

  private final Paths paths = new Paths();

  private void add(long before, long item, double weight) {
    paths.add(before, item, weight, NOON, YEAR);
  }

  private Onward from(long before, long atMillis) {
    return paths.from(before, atMillis, YEAR);
  }

  @Test
  void givesTheShareOfThoseWhoCameTheSameWayAndOneMore() {
    add(1, 10, 1);
    add(1, 10, 1);
    add(1, 11, 1);
    add(2, 12, 1);

    assertThat(from(1, NOON).items()).containsExactly(10, 11);
    assertThat(from(1, NOON).shares()).containsExactly(new float[] {0.5f, 0.25f}, within(1e-6f));
    assertThat(from(2, NOON).shares()).containsExactly(new float[] {0.5f}, within(1e-6f));
    assertThat(from(3, NOON)).isEqualTo(Onward.NONE);
    assertThat(from(0, NOON)).isEqualTo(Onward.NONE);
  }

  @Test
  void knowsLessOfAPathTheLongerItWasNotTaken() {
    add(1, 10, 1);

    assertThat(from(1, NOON + 365 * DAY).shares())
        .containsExactly(new float[] {0.5f / 1.5f}, within(1e-6f));
  }

  @Test
  void staysFiniteOverCenturies() {
    for (long years = 0; years < 200; years++) {
      paths.add(1, 10, 1, NOON + years * 365 * DAY, YEAR);
    }

    assertThat(from(1, NOON + 199 * 365 * DAY).shares()[0]).isBetween(0.6f, 0.7f);
  }

  @Test
  void leavesOutAPathThatWasTakenBack() {
    add(1, 10, 1);
    add(1, 10, -1);

    assertThat(from(1, NOON)).isEqualTo(Onward.NONE);
  }

  @Test
  void keepsThePathsThatMostTookWhenThereAreTooMany() {
    for (int i = 0; i < Paths.BOUND; i++) {
      add(1, 10 + i, 2);
    }
    for (int i = 0; i < 10 * Paths.BOUND; i++) {
      add(2, 1_000 + i, 1);
    }

    assertThat(from(1, NOON).items()).hasSize(Paths.BOUND);
    assertThat(from(2, NOON).items().length).isLessThanOrEqualTo(Paths.BOUND / 4);
  }

  @Test
  void survivesPackingIn16BytesAPath() {
    add(1, 10, 1);
    add(2, 11, 1);
    ByteBuffer buffer = ByteBuffer.allocate(paths.serializedBytes());
    paths.serialize(buffer);
    buffer.flip();

    assertThat(buffer.remaining()).isEqualTo(1 + 8 + 2 * 16);
    Paths deserialized = Paths.deserialize(buffer);
    assertThat(deserialized.from(2, NOON, YEAR))
        .usingRecursiveComparison()
        .isEqualTo(from(2, NOON));
    deserialized.add(2, 12, 1, NOON, YEAR);
    assertThat(deserialized.from(2, NOON, YEAR).items()).containsExactly(11, 12);
  }

  @Test
  void takesOneByteWithoutAny() {
    ByteBuffer buffer = ByteBuffer.allocate(paths.serializedBytes());
    paths.serialize(buffer);

    assertThat(buffer.position()).isEqualTo(1);
  }
}

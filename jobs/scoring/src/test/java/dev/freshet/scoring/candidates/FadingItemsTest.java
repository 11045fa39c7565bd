package dev.freshet.scoring.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FadingItemsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long WINDOW = 30 * 60_000L;
  private static final long FORTNIGHT = 14 * 24 * 3_600_000L;

  /** What the second place counts. */
  private static final double SECOND = Math.log(2) / Math.log(3);

  private FadingItems fading = new FadingItems();

  private void show(long id, long atMillis, long... items) {
    fading.show(id, items, atMillis + WINDOW);
  }

  @Test
  void countsAListOnceItIsTooLateToTakeFromIt() {
    show(1, NOON, 7, 8);

    assertThat(fading.settle(NOON + WINDOW)).isFalse();
    assertThat(fading.count(7)).isZero();
    assertThat(fading.settle(NOON + WINDOW + 1)).isTrue();
    assertThat(fading.count(7)).isEqualTo(1.0);
    assertThat(fading.count(8)).isCloseTo(SECOND, within(1e-6));
    assertThat(fading.count(9)).isZero();
  }

  @Test
  void countsLowerPlacesAsLess() {
    show(1, NOON, 7, 8, 9);
    fading.settle(NOON + 2 * WINDOW);

    assertThat(fading.count(7)).isEqualTo(1.0);
    assertThat(fading.count(9)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void countsNothingThatWasTaken() {
    show(1, NOON, 7, 8);
    fading.settle(NOON + 2 * WINDOW);
    show(2, NOON + 2 * WINDOW, 7, 8);
    fading.take(7);
    fading.settle(NOON + 4 * WINDOW);

    assertThat(fading.count(7)).isZero();
    assertThat(fading.count(8)).isCloseTo(2 * SECOND, within(0.01));
  }

  @Test
  void countsAListThatCameTwiceOnce() {
    show(1, NOON, 7);
    show(1, NOON, 7);
    fading.settle(NOON + 2 * WINDOW);

    assertThat(fading.count(7)).isEqualTo(1.0);
  }

  @Test
  void countsAnItemThatIsTwiceOnAListOnce() {
    show(1, NOON, 7, 7);
    fading.settle(NOON + 2 * WINDOW);

    assertThat(fading.count(7)).isEqualTo(1.0);
  }

  @Test
  void countsHalfAsMuchAfterAFortnightAndForgetsWhatIsLeft() {
    show(1, NOON, 7);
    fading.settle(NOON + 2 * WINDOW);
    show(2, NOON + FORTNIGHT, 8);
    fading.settle(NOON + FORTNIGHT + 2 * WINDOW);

    assertThat(fading.count(7)).isCloseTo(0.5, within(1e-6));
    show(3, NOON + 5 * FORTNIGHT, 9);
    fading.settle(NOON + 5 * FORTNIGHT + 2 * WINDOW);
    assertThat(fading.count(7)).isZero();
    assertThat(fading.count(8)).isPositive();
  }

  @Test
  void settlesTheOldestOfTooManyListsAtOnce() {
    for (int i = 0; i <= FadingItems.LISTS; i++) {
      show(i, NOON + i, 100 + i);
    }

    assertThat(fading.settle(NOON + 100)).isTrue();
    assertThat(fading.count(100)).isEqualTo(1.0);
    assertThat(fading.count(101)).isZero();
  }

  @Test
  void keepsSoManyItemsAndThoseThatCountMost() {
    show(1, NOON, 7);
    show(2, NOON, 7);
    for (int i = 0; i < FadingItems.MOST; i += FadingItems.PLACES) {
      show(10 + i, NOON, LongStream.range(1_000 + i, 1_000 + i + FadingItems.PLACES).toArray());
    }
    fading.settle(NOON + 2 * WINDOW);

    assertThat(LongStream.range(1_000, 1_000 + FadingItems.MOST).filter(i -> fading.count(i) > 0))
        .hasSize(FadingItems.MOST - 1);
    assertThat(fading.count(7)).isEqualTo(2.0);
  }

  @Test
  void isTheSameAfterItWasSerialized() {
    show(1, NOON, 7, 8);
    fading.settle(NOON + 2 * WINDOW);
    show(2, NOON + 2 * WINDOW, 8, 9);
    ByteBuffer buffer = ByteBuffer.allocate(fading.mostBytes());
    fading.serialize(buffer);
    fading = FadingItems.deserialize(buffer.flip());

    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(fading.count(7)).isEqualTo(1.0);
    fading.settle(NOON + 4 * WINDOW);
    assertThat(fading.count(8)).isCloseTo(1 + SECOND, within(0.01));
    assertThat(fading.count(9)).isCloseTo(SECOND, within(1e-6));
  }
}

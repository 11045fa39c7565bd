package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctItemsTest {

  private static final Layout LAYOUT = Layout.of("a test", 1);

  private static DistinctItems of(IntStream items) {
    DistinctItems distinct = new DistinctItems();
    items.map(item -> Action.code("course-" + item)).forEach(distinct::add);
    return distinct;
  }

  private static byte[] bytes(DistinctItems items) {
    StateWriter out = new StateWriter(LAYOUT);
    items.write(out);
    return out.bytes();
  }

  private static DistinctItems read(byte[] bytes) {
    return DistinctItems.read(new StateReader(LAYOUT, bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 500, 1_024})
  void countsFewExactly(int items) {
    assertThat(of(IntStream.range(0, 3 * items).map(each -> each / 3)).estimate()).isEqualTo(items);
  }

  /** Three standard errors of 1.6 %. */
  @ParameterizedTest
  @ValueSource(ints = {1_025, 2_000, 5_000, 20_000, 100_000, 500_000})
  void isOffByAFewPercentOfMany(int items) {
    assertThat((double) of(IntStream.range(0, items)).estimate() / items)
        .isCloseTo(1.0, within(0.05));
  }

  @Test
  void isOffByOneAndAHalfPercentOnAverage() {
    double squares =
        IntStream.range(0, 100)
            .mapToDouble(
                log -> {
                  int from = log * 10_000;
                  double seen = of(IntStream.range(from, from + 6_000)).estimate();
                  return Math.pow(seen / 6_000.0 - 1.0, 2.0);
                })
            .average()
            .orElseThrow();

    assertThat(Math.sqrt(squares)).isBetween(0.010, 0.020);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 900, 1_500, 30_000})
  void isTheSameInPartsThatOverlapInAnyOrderAndBackFromItsBytes(int items) {
    DistinctItems whole = of(IntStream.range(0, items));
    DistinctItems first = of(IntStream.range(0, 2 * items / 3));
    DistinctItems second = of(new Random(5).ints(4L * items, items / 2, items));
    DistinctItems third = of(IntStream.range(items / 2, items));

    DistinctItems one = read(bytes(first));
    one.addAll(second);
    one.addAll(third);
    DistinctItems other = read(bytes(third));
    other.addAll(first);
    other.addAll(second);

    assertThat(bytes(one)).isEqualTo(bytes(whole));
    assertThat(bytes(other)).isEqualTo(bytes(whole));
  }

  @Test
  void takesNoMoreThanFourKibibytesAndABit() {
    assertThat(bytes(of(IntStream.range(0, 1_024)))).hasSizeLessThan(5_200);
    assertThat(bytes(of(IntStream.range(0, 200_000)))).hasSizeLessThan(4_110);
  }
}

package dev.freshet.scoring.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {

  @Test
  void picksTheHighestFirst() {
    assertThat(TopK.of(new double[] {1, 3, 2}, new long[] {7, 8, 9}, 3, 2)).containsExactly(1, 2);
  }

  @Test
  void breaksTiesByTheLowerId() {
    assertThat(TopK.of(new double[] {1, 1, 1}, new long[] {9, 7, 8}, 3, 2)).containsExactly(1, 2);
  }

  @Test
  void takesNaNAsTheLowest() {
    assertThat(
            TopK.of(
                new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 0}, new long[] {1, 2, 3}, 3, 3))
        .containsExactly(2, 1, 0);
  }

  @Test
  void ordersWhatIsNoOrdinaryNumberToo() {
    double[] values = {
      0.0,
      Double.NaN,
      -0.0,
      Double.POSITIVE_INFINITY,
      -1.0,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      0.0
    };

    assertThat(TopK.of(values, new long[] {5, 9, 4, 7, 6, 1, 8, 3}, 8, 8))
        .containsExactly(3, 7, 2, 0, 4, 5, 6, 1);
  }

  @Test
  void copesWithLimitsOfAllKinds() {
    double[] values = {1, 2};
    long[] ids = {1, 2};

    assertThat(TopK.of(values, ids, 2, 0)).isEmpty();
    assertThat(TopK.of(values, ids, 2, -1)).isEmpty();
    assertThat(TopK.of(values, ids, 2, 9)).containsExactly(1, 0);
    assertThat(TopK.of(values, ids, 1, 9)).containsExactly(0);
    assertThat(TopK.of(values, ids, 0, 9)).isEmpty();
  }

  @Test
  void agreesWithASortOfEverything() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      int size = random.nextInt(900);
      double[] values = new double[size];
      long[] ids = new long[size];
      for (int i = 0; i < size; i++) {
        values[i] =
            switch (round % 4) {
              case 0 -> random.nextInt(5) - 2;
              case 1 -> 1 + random.nextInt(3) * Math.ulp(1.0);
              case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
              default -> random.nextDouble();
            };
        ids[i] = random.nextLong();
      }
      double[] untouched = values.clone();
      int limit = random.nextInt(size + 10);
      int[] expected =
          IntStream.range(0, size)
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer index) -> -values[index])
                      .thenComparingLong(index -> ids[index]))
              .limit(limit)
              .mapToInt(Integer::intValue)
              .toArray();

      assertThat(TopK.of(values, ids, size, limit)).isEqualTo(expected);
      int[] selected = TopK.select(values, ids, size, limit);
      Arrays.sort(selected);
      Arrays.sort(expected);
      assertThat(selected).isEqualTo(expected);
      assertThat(values).isEqualTo(untouched);
    }
  }
}

package dev.freshet.localstack.evaluate.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void averagesOverAllChoicesListedOrNot() {
    Metrics metrics = Metrics.of(new int[] {1, 3, 20, Metrics.UNLISTED});

    assertThat(metrics.choices()).isEqualTo(4);
    assertThat(metrics.hitRate10()).isEqualTo(0.5);
    assertThat(metrics.hitRate20()).isEqualTo(0.75);
    assertThat(metrics.reciprocalRank20()).isEqualTo((1.0 + 1.0 / 3 + 1.0 / 20) / 4, within(1e-12));
    // 1/log2(2) = 1, 1/log2(4) = 0.5, 1/log2(21) = 0.2277.
    assertThat(metrics.ndcg20()).isEqualTo((1.0 + 0.5 + 0.2277) / 4, within(1e-4));
  }

  @Test
  void countsThePlacesTenAndTwentyIn() {
    Metrics metrics = Metrics.of(new int[] {10, 11, 20, 21});

    assertThat(metrics.hitRate10()).isEqualTo(0.25);
    assertThat(metrics.hitRate20()).isEqualTo(0.75);
  }

  @Test
  void isZeroWithoutChoices() {
    assertThat(Metrics.of(new int[0])).isEqualTo(new Metrics(0, 0, 0, 0, 0));
  }
}

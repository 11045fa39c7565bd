package dev.freshet.localstack.evaluate.lists;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearningCurveTest {

  @Test
  void tellsTheHitRateOfEachWindowTheLastOneShorter() {
    int[] ranks = {1, 0, 5, 20, 0};

    assertThat(LearningCurve.hitRates(ranks, 2)).containsExactly(0.5, 1.0, 0.0);
  }
}

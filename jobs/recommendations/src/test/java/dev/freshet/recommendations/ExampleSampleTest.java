package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleSampleTest {

  private static final int BOUND = 200;
  private static final int USERS = 1_000;

  private final ExampleSample sample = new ExampleSample(BOUND);
  private final Random random = new Random(5);

  /** What one second of so many interactions has: how many were chosen, and what they stand for. */
  private double[] second(int second, int interactions) {
    double[] chosenAndStandsFor = new double[2];
    for (int i = 0; i < interactions; i++) {
      double weight =
          sample.weight("user-" + random.nextInt(USERS), second * 1000L + i * 1000L / interactions);
      chosenAndStandsFor[0] += weight > 0 ? 1 : 0;
      chosenAndStandsFor[1] += weight;
    }
    return chosenAndStandsFor;
  }

  @Test
  void takesEveryInteractionWhileThereAreFew() {
    for (int second = 0; second < 20; second++) {
      assertThat(second(second, BOUND / 2)).containsExactly(BOUND / 2.0, BOUND / 2.0);
    }
  }

  @Test
  void neverTakesMoreThanTheBoundInASecond() {
    for (int second = 0; second < 20; second++) {
      assertThat(second(second, 5 * BOUND)[0]).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void standsForAllInteractionsOnAverage() {
    double standsFor = 0;
    for (int second = 0; second < 200; second++) {
      double now = second(second, 5 * BOUND)[1];
      standsFor += second < 2 ? 0 : now;
    }

    assertThat(standsFor / 198).isCloseTo(5.0 * BOUND, within(0.15 * 5 * BOUND));
  }

  @Test
  void takesAllInteractionsOfAUserOrNone() {
    second(0, 5 * BOUND);
    second(1, 5 * BOUND);
    int second = 2;
    for (int user = 0; user < 50; user++) {
      double first = sample.weight("user-" + user, second * 1000L);
      assertThat(sample.weight("user-" + user, second * 1000L)).isEqualTo(first);
    }
  }

  @Test
  void growsAgainWhenThereIsRoomForSomeTime() {
    for (int second = 0; second < 5; second++) {
      second(second, 10 * BOUND);
    }
    for (int second = 5; second < 60; second++) {
      second(second, BOUND / 2);
    }

    assertThat(second(60, BOUND / 2)).containsExactly(BOUND / 2.0, BOUND / 2.0);
  }

  @Test
  void takesAllWithoutABound() {
    ExampleSample all = new ExampleSample(0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(all.weight("ada", 0L)).isEqualTo(1.0);
    }
  }
}

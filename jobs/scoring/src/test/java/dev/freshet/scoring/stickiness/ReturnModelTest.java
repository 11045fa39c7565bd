package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.MONDAY;
import static dev.freshet.scoring.stickiness.Learner.UTC;
import static dev.freshet.scoring.stickiness.Learner.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReturnModelTest {

  private static final long DAY = 86_400_000L;

  private final Stickiness stickiness = new Stickiness(StickinessSettings.defaults(UTC));
  private final ReturnExamples examples = new ReturnExamples(stickiness);
  private final ReturnModel model = new ReturnModel();

  private static double[] features(double x) {
    double[] features = new double[ReturnFeatures.COUNT];
    features[0] = 1.0;
    features[4] = x;
    return features;
  }

  private static ReturnExample example(long atMillis, double x, boolean returned, double weight) {
    return new ReturnExample(atMillis, features(x), returned, weight);
  }

  /** Lets users return with these odds: e to the power of 2x − 1. */
  private void learnALot(int count) {
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble() * 2;
      boolean returned = random.nextDouble() < 1 / (1 + Math.exp(1 - 2 * x));
      model.learn(example(i * 1000L, x, returned, 1));
    }
  }

  @Test
  void holdsRecentUsersLikelierToReturnBeforeAnyExample() {
    ActivityDays days = new Learner().clicks(MONDAY).days();

    assertThat(model.probability(examples.features(days, MONDAY))).isCloseTo(0.5, within(1e-9));
    assertThat(model.probability(examples.features(days, MONDAY + 30))).isLessThan(0.05);
  }

  @Test
  void learnsTheOddsThatUsersHave() {
    learnALot(4000);

    assertThat(model.examples()).isEqualTo(4000);
    assertThat(model.probability(features(0))).isCloseTo(1 / (1 + Math.E), within(0.05));
    assertThat(model.probability(features(1))).isCloseTo(1 / (1 + Math.exp(-1)), within(0.05));
  }

  @Test
  void takesOneExactStepOfNewton() {
    model.learn(example(0, 1, true, 1));

    // Two weights of variance 1 see the feature 1: gain 1, spread 2, curvature a quarter.
    double moved = 0.5 / 1.5;
    assertThat(model.probability(features(1)))
        .isCloseTo(1 / (1 + Math.exp(-2 * moved)), within(1e-12));
    assertThat(model.probability(features(0))).isCloseTo(1 / (1 + Math.exp(-moved)), within(1e-12));
  }

  @Test
  void movesLessTheMoreItKnows() {
    learnALot(500);
    double before = model.probability(features(1));
    model.learn(example(500_000, 1, true, 1));

    assertThat(model.probability(features(1))).isGreaterThan(before);
    assertThat(model.probability(features(1)) - before).isLessThan(0.005);
  }

  @Test
  void movesMoreForAnExampleThatStandsForMany() {
    learnALot(500);
    ReturnModel other = ReturnModel.deserialize(model.serialize());
    model.learn(example(500_000, 1, false, 1));
    other.learn(example(500_000, 1, false, 4));

    assertThat(other.probability(features(1))).isLessThan(model.probability(features(1)));
  }

  @Test
  void letsOldExamplesFade() {
    learnALot(500);
    ReturnModel later = ReturnModel.deserialize(model.serialize());
    model.learn(example(500_000, 1, false, 1));
    later.learn(example(500_000 + 360 * DAY, 1, false, 1));

    assertThat(later.probability(features(1))).isLessThan(model.probability(features(1)));
  }

  @Test
  void staysFiniteAfterAnEternityOfSilence() {
    learnALot(10);
    model.learn(example(100_000 * DAY, 1, false, 1));
    model.learn(example(5 * DAY, 1, true, 1));

    assertThat(model.probability(features(1))).isBetween(0.05, 0.95);
  }

  @Test
  void isTheSameAfterPacking() {
    learnALot(50);
    ReturnModel again = ReturnModel.deserialize(model.serialize());

    assertThat(again.examples()).isEqualTo(50);
    assertThat(again.serialize()).isEqualTo(model.serialize());
    assertThat(again.probability(features(0.3))).isEqualTo(model.probability(features(0.3)));
    assertThatThrownBy(() -> ReturnModel.deserialize(new byte[] {4}))
        .hasMessageContaining("return model of version 4");
  }

  @Test
  void judgesByWhatTheUserDid() {
    ActivityDays days = new Learner().clicks(MONDAY, MONDAY, MONDAY + 3).days();

    double[] features = examples.features(days, MONDAY + 5);

    assertThat(features)
        .containsExactly(
            new double[] {
              1,
              Math.log1p(2),
              1,
              1,
              Math.log1p(2),
              Math.log1p(2),
              Math.log1p(2),
              Math.log1p(2),
              Math.log1p(3),
              Math.log1p(6),
              Math.log1p(2 / 3.0),
              1 / 12.0,
              stickiness.components(days, MONDAY + 5).depth(),
              0
            },
            within(1e-12));
    assertThat(examples.features(days, MONDAY + 10)[2]).isZero();
    assertThat(examples.features(days, MONDAY + 30)[3]).isOne();
    assertThat(examples.features(days, MONDAY + 31)[3]).isZero();
  }

  @Test
  void isTaughtOnceAWeekByAUserWhoComes() {
    ActivityDays days = new Learner().clicksDaily(MONDAY, MONDAY + 60).days();
    int emitted = 0;
    for (int day = MONDAY; day <= MONDAY + 48; day++) {
      ReturnExample example = examples.on("ada", days, day);
      if (example != null) {
        emitted++;
        assertThat(example.returned()).isTrue();
        assertThat(example.weight()).isEqualTo(1.0);
        assertThat(example.atMillis()).isEqualTo(stickiness.beginning(day + 1));
        assertThat(example.features()).isEqualTo(examples.features(days, day - 7));
      }
    }

    assertThat(emitted).isEqualTo(6);
  }

  @Test
  void isTaughtByOneInFourWeeksOfAUserIdleForLong() {
    ActivityDays days = new Learner().clicks(MONDAY).days();
    double weights = 0;
    int emitted = 0;
    for (int day = MONDAY + 42; day < MONDAY + 42 + 28 * 5; day++) {
      ReturnExample example = examples.on("ada", days, day);
      if (example != null) {
        emitted++;
        weights += example.weight();
        assertThat(example.returned()).isFalse();
      }
    }

    assertThat(emitted).isEqualTo(5);
    assertThat(weights).isEqualTo(20);
  }

  @Test
  void isTaughtWhenItWasSaid() {
    ActivityDays days = new Learner().clicks(MONDAY).days();
    int day = MONDAY;
    for (int i = 0; i < 10; i++) {
      int next = ActivityDays.day(examples.nextMillis("ada", days, day), UTC) - 1;
      for (int between = day + 1; between < next; between++) {
        assertThat(examples.on("ada", days, between)).isNull();
      }
      assertThat(examples.on("ada", days, next)).isNotNull();
      assertThat(examples.nextMillis("ada", days, day)).isLessThan(noon(next + 1));
      day = next;
    }

    assertThat(day).isGreaterThan(MONDAY + 100);
  }

  @Test
  void tellsUsersApartByTheirWeekday() {
    ActivityDays days = new Learner().clicks(MONDAY).days();

    assertThat(
            IntStream.range(0, 50)
                .mapToLong(user -> examples.nextMillis("user" + user, days, MONDAY + 7))
                .distinct()
                .count())
        .isEqualTo(7);
  }
}

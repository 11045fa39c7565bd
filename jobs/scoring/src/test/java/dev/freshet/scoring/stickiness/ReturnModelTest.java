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
  private final ReturnLessons lessons = new ReturnLessons(stickiness);
  private final ReturnModel model = new ReturnModel();

  private static double[] features(double x) {
    double[] features = new double[ReturnFeatures.COUNT];
    features[0] = 1.0;
    features[4] = x;
    return features;
  }

  private static ReturnLesson lesson(long atMillis, double x, boolean returned, double weight) {
    return new ReturnLesson(atMillis, features(x), returned, weight);
  }

  /** Lets users return with these odds: e to the power of 2x − 1. */
  private void learnALot(int count) {
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble() * 2;
      boolean returned = random.nextDouble() < 1 / (1 + Math.exp(1 - 2 * x));
      model.learn(lesson(i * 1000L, x, returned, 1));
    }
  }

  @Test
  void holdsRecentUsersLikelierToReturnBeforeAnyLesson() {
    ActivityDays days = new Learner().clicks(MONDAY).days();

    assertThat(model.probability(lessons.features(days, MONDAY))).isCloseTo(0.5, within(1e-9));
    assertThat(model.probability(lessons.features(days, MONDAY + 30))).isLessThan(0.05);
  }

  @Test
  void learnsTheOddsThatUsersHave() {
    learnALot(4000);

    assertThat(model.lessons()).isEqualTo(4000);
    assertThat(model.probability(features(0))).isCloseTo(1 / (1 + Math.E), within(0.05));
    assertThat(model.probability(features(1))).isCloseTo(1 / (1 + Math.exp(-1)), within(0.05));
  }

  @Test
  void takesOneExactStepOfNewton() {
    model.learn(lesson(0, 1, true, 1));

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
    model.learn(lesson(500_000, 1, true, 1));

    assertThat(model.probability(features(1))).isGreaterThan(before);
    assertThat(model.probability(features(1)) - before).isLessThan(0.005);
  }

  @Test
  void movesMoreForALessonThatStandsForMany() {
    learnALot(500);
    ReturnModel other = ReturnModel.unpack(model.pack());
    model.learn(lesson(500_000, 1, false, 1));
    other.learn(lesson(500_000, 1, false, 4));

    assertThat(other.probability(features(1))).isLessThan(model.probability(features(1)));
  }

  @Test
  void letsOldLessonsFade() {
    learnALot(500);
    ReturnModel later = ReturnModel.unpack(model.pack());
    model.learn(lesson(500_000, 1, false, 1));
    later.learn(lesson(500_000 + 360 * DAY, 1, false, 1));

    assertThat(later.probability(features(1))).isLessThan(model.probability(features(1)));
  }

  @Test
  void staysFiniteAfterAnEternityOfSilence() {
    learnALot(10);
    model.learn(lesson(100_000 * DAY, 1, false, 1));
    model.learn(lesson(5 * DAY, 1, true, 1));

    assertThat(model.probability(features(1))).isBetween(0.05, 0.95);
  }

  @Test
  void isTheSameAfterPacking() {
    learnALot(50);
    ReturnModel again = ReturnModel.unpack(model.pack());

    assertThat(again.lessons()).isEqualTo(50);
    assertThat(again.pack()).isEqualTo(model.pack());
    assertThat(again.probability(features(0.3))).isEqualTo(model.probability(features(0.3)));
    assertThatThrownBy(() -> ReturnModel.unpack(new byte[] {4}))
        .hasMessageContaining("return model has version 4");
  }

  @Test
  void judgesByWhatTheUserDid() {
    ActivityDays days = new Learner().clicks(MONDAY, MONDAY, MONDAY + 3).days();

    double[] features = lessons.features(days, MONDAY + 5);

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
    assertThat(lessons.features(days, MONDAY + 10)[2]).isZero();
    assertThat(lessons.features(days, MONDAY + 30)[3]).isOne();
    assertThat(lessons.features(days, MONDAY + 31)[3]).isZero();
  }

  @Test
  void isTaughtOnceAWeekByAUserWhoComes() {
    ActivityDays days = new Learner().clicksDaily(MONDAY, MONDAY + 60).days();
    int taught = 0;
    for (int day = MONDAY; day <= MONDAY + 48; day++) {
      ReturnLesson lesson = lessons.on("ada", days, day);
      if (lesson != null) {
        taught++;
        assertThat(lesson.returned()).isTrue();
        assertThat(lesson.weight()).isEqualTo(1.0);
        assertThat(lesson.atMillis()).isEqualTo(stickiness.beginning(day + 1));
        assertThat(lesson.features()).isEqualTo(lessons.features(days, day - 7));
      }
    }

    assertThat(taught).isEqualTo(6);
  }

  @Test
  void isTaughtByOneInFourWeeksOfAUserIdleForLong() {
    ActivityDays days = new Learner().clicks(MONDAY).days();
    double weights = 0;
    int taught = 0;
    for (int day = MONDAY + 42; day < MONDAY + 42 + 28 * 5; day++) {
      ReturnLesson lesson = lessons.on("ada", days, day);
      if (lesson != null) {
        taught++;
        weights += lesson.weight();
        assertThat(lesson.returned()).isFalse();
      }
    }

    assertThat(taught).isEqualTo(5);
    assertThat(weights).isEqualTo(20);
  }

  @Test
  void isTaughtWhenItWasSaid() {
    ActivityDays days = new Learner().clicks(MONDAY).days();
    int day = MONDAY;
    for (int i = 0; i < 10; i++) {
      int next = ActivityDays.day(lessons.nextMillis("ada", days, day), UTC) - 1;
      for (int between = day + 1; between < next; between++) {
        assertThat(lessons.on("ada", days, between)).isNull();
      }
      assertThat(lessons.on("ada", days, next)).isNotNull();
      assertThat(lessons.nextMillis("ada", days, day)).isLessThan(noon(next + 1));
      day = next;
    }

    assertThat(day).isGreaterThan(MONDAY + 100);
  }

  @Test
  void tellsUsersApartByTheirWeekday() {
    ActivityDays days = new Learner().clicks(MONDAY).days();

    assertThat(
            IntStream.range(0, 50)
                .mapToLong(user -> lessons.nextMillis("user" + user, days, MONDAY + 7))
                .distinct()
                .count())
        .isEqualTo(7);
  }
}

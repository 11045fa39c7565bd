package dev.freshet.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceModelTest {

  private static final int CONSTANT = Signal.CONSTANT.index();
  private static final int SIMILAR = Signal.SIMILAR.index();
  private static final int POPULARITY = Signal.POPULARITY_1D.index();

  private static ChoiceModel model(double... seed) {
    return new ChoiceModel(Arrays.copyOf(seed, Signal.COUNT), 0.5, 100.0);
  }

  /** Alternatives that differ in one signal only. */
  private static double[] alternatives(int signal, double... values) {
    double[] signals = new double[values.length * Signal.COUNT];
    for (int j = 0; j < values.length; j++) {
      signals[j * Signal.COUNT + signal] = values[j];
    }
    return signals;
  }

  @Test
  void sharesTheProbabilityWithTheOutsideOption() {
    assertThat(model().probabilities(alternatives(CONSTANT, 1, 1, 1), 3, 0, Gap.NONE))
        .containsExactly(new double[] {0.25, 0.25, 0.25}, within(1e-12));
    assertThat(model(Math.log(2)).probabilities(alternatives(CONSTANT, 1, 0), 2, 0, Gap.NONE))
        .containsExactly(new double[] {0.5, 0.25}, within(1e-12));
    assertThat(model(-Math.log(2)).probabilities(alternatives(CONSTANT, 1), 1, 0, Gap.NONE))
        .containsExactly(new double[] {1.0 / 3}, within(1e-12));
  }

  @Test
  void staysFiniteForUtilitiesOfAnySize() {
    assertThat(model(1.0).probabilities(alternatives(CONSTANT, 5_000, 4_000), 2, 0, Gap.NONE))
        .containsExactly(new double[] {1.0, 0.0}, within(1e-12));
    assertThat(model(1.0).probabilities(alternatives(CONSTANT, -5_000), 1, 0, Gap.NONE))
        .containsExactly(new double[] {0.0}, within(1e-12));
  }

  @Test
  void makesTheFirstStepAsLongAsTheRate() {
    ChoiceModel model = model();
    model.learn(alternatives(CONSTANT, 1), 1, 0, 0, Gap.NONE, 1.0);

    assertThat(model.weight(Signal.CONSTANT)).isCloseTo(0.5, within(1e-12));
    assertThat(model.steps()).isEqualTo(1);
  }

  @Test
  void takesAChoiceThatStandsForSeveralForAsManyOfThem() {
    ChoiceModel model = model();
    model.learn(alternatives(CONSTANT, 1), 1, 0, 0, Gap.NONE, 4.0);

    assertThat(model.snapshot()[ChoiceModel.LENGTH]).isCloseTo(4.0, within(1e-12));
    assertThat(model.weight(Signal.CONSTANT)).isCloseTo(0.5, within(1e-12));
    assertThat(model.steps()).isEqualTo(1);
  }

  @Test
  void shortensLaterStepsByTheGradientsBefore() {
    ChoiceModel model = model();
    double[] one = alternatives(CONSTANT, 1);
    model.learn(one, 1, 0, 0, Gap.NONE, 1.0);
    double first = 0.5;
    double second = 1 - model.probabilities(one, 1, 0, Gap.NONE)[0];
    model.learn(one, 1, 0, 0, Gap.NONE, 1.0);

    assertThat(model.weight(Signal.CONSTANT))
        .isCloseTo(0.5 + 0.5 * second / Math.sqrt(first * first + second * second), within(1e-12));
  }

  @Test
  void turnsToWhatIsChosenAndAwayFromWhatIsNot() {
    ChoiceModel model = model();
    for (int i = 0; i < 50; i++) {
      model.learn(alternatives(SIMILAR, 2, 0, 0), 3, 0, 0, Gap.NONE, 1.0);
    }

    assertThat(model.weight(Signal.SIMILAR, 0)).isPositive();
    double[] p = model.probabilities(alternatives(SIMILAR, 2, 0, 0), 3, 0, Gap.NONE);
    assertThat(p[0]).isGreaterThan(0.9);
    assertThat(p[1]).isEqualTo(p[2]);
    for (int i = 0; i < 50; i++) {
      model.learn(alternatives(CONSTANT, 1, 1), 2, ChoiceModel.OUTSIDE, 0, Gap.NONE, 1.0);
    }
    assertThat(model.weight(Signal.CONSTANT)).isNegative();
  }

  @Test
  void learnsForEachGapWhatIsPopularThen() {
    ChoiceModel model = model();
    for (int i = 0; i < 50; i++) {
      model.learn(alternatives(POPULARITY, 2, 0), 2, 0, 0, Gap.LONGEST, 1.0);
      model.learn(alternatives(POPULARITY, 2, 0), 2, 1, 0, Gap.NONE, 1.0);
    }

    double[][] globals = model.globals();
    assertThat(globals[Gap.LONGEST][POPULARITY]).isGreaterThan(0.5);
    assertThat(globals[Gap.NONE][POPULARITY]).isLessThan(-0.5);
    assertThat(globals[1][POPULARITY]).isEqualTo(model.weight(Signal.POPULARITY_1D));
    assertThat(model.weightAfter(Gap.LONGEST, Signal.POPULARITY_1D))
        .isEqualTo(globals[Gap.LONGEST][POPULARITY])
        .isEqualTo(model.weights(3, Gap.LONGEST)[POPULARITY]);
  }

  @Test
  void letsPersonalSignalsCountLessAfterAGapInWhichTheyDoNotHelp() {
    ChoiceModel model = model();
    for (int i = 0; i < 200; i++) {
      model.learn(alternatives(SIMILAR, 2, 0), 2, 0, 0, Gap.NONE, 1.0);
      model.learn(alternatives(SIMILAR, 2, 0), 2, i % 2, 0, Gap.LONGEST, 1.0);
    }

    assertThat(model.personalFactor(Gap.NONE)).isEqualTo(1.0);
    assertThat(model.personalFactor(1)).isEqualTo(1.0);
    assertThat(model.personalFactor(Gap.LONGEST)).isBetween(0.0, 0.5);
    assertThat(model.weights(0, Gap.LONGEST)[SIMILAR])
        .isCloseTo(
            model.personalFactor(Gap.LONGEST) * model.weights(0, Gap.NONE)[SIMILAR], within(1e-12));
  }

  @Test
  void approachesTheRatesAtWhichThingsAreChosen() {
    ChoiceModel model = model();
    double[] one = alternatives(CONSTANT, 1);
    for (int i = 0; i < 4_000; i++) {
      model.learn(one, 1, i % 4 == 0 ? ChoiceModel.OUTSIDE : 0, 0, Gap.NONE, 1.0);
    }

    assertThat(model.probabilities(one, 1, 0, Gap.NONE)[0]).isCloseTo(0.75, within(0.02));
  }

  @Test
  void sharesPersonalWeightsBetweenAllUsersAndTheirBucket() {
    ChoiceModel model = model();
    model.learn(alternatives(SIMILAR, 1, 0), 2, 0, 2, Gap.NONE, 1.0);

    assertThat(model.weight(Signal.SIMILAR)).isCloseTo(0.5, within(1e-12));
    assertThat(model.weight(Signal.SIMILAR, 2)).isCloseTo(1.0, within(1e-12));
    assertThat(model.weight(Signal.SIMILAR, 3)).isCloseTo(0.5, within(1e-12));
    assertThat(model.weights(2, Gap.NONE)[SIMILAR]).isCloseTo(1.0, within(1e-12));
    assertThat(model.weights(0, Gap.NONE)[SIMILAR]).isCloseTo(0.5, within(1e-12));
    assertThat(model.weight(Signal.CONSTANT, 2)).isEqualTo(model.weight(Signal.CONSTANT));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 1", "3, 1", "4, 2", "8, 3", "31, 4", "32, 5", "5000, 5"})
  void sortsUsersByTheLengthOfTheirHistory(int items, int bucket) {
    assertThat(ChoiceModel.bucket(items)).isEqualTo(bucket);
  }

  @Test
  void namesABucketByItsShortestHistory() {
    assertThat(ChoiceModel.bucketLabel(0)).isEqualTo("1+");
    assertThat(ChoiceModel.bucketLabel(3)).isEqualTo("8+");
  }

  @Test
  void clipsAndCountsAnExplodingGradient() {
    ChoiceModel model = model();
    model.learn(alternatives(CONSTANT, 1_000), 1, 0, 0, Gap.NONE, 1.0);

    assertThat(model.clipped()).isEqualTo(1);
    assertThat(model.steps()).isEqualTo(1);
    assertThat(model.snapshot()[ChoiceModel.LENGTH]).isCloseTo(10_000.0, within(1e-6));
    model.learn(alternatives(CONSTANT, 1), 1, 0, 0, Gap.NONE, 1.0);
    assertThat(model.clipped()).isEqualTo(1);
  }

  @Test
  void throwsAPoisonedGradientAwayAndCountsIt() {
    ChoiceModel model = model(1.0);
    model.learn(alternatives(CONSTANT, Double.NaN), 1, 0, 0, Gap.NONE, 1.0);
    model.learn(alternatives(CONSTANT, Double.POSITIVE_INFINITY), 1, 0, 0, Gap.NONE, 1.0);

    assertThat(model.clipped()).isEqualTo(2);
    assertThat(model.steps()).isZero();
    assertThat(model.weight(Signal.CONSTANT)).isEqualTo(1.0);
  }

  @Test
  void goesOnFromASnapshot() {
    ChoiceModel model = model();
    model.learn(alternatives(SIMILAR, 1, 0), 2, 0, 2, Gap.NONE, 1.0);
    model.learn(alternatives(CONSTANT, 1_000), 1, 0, 0, Gap.NONE, 1.0);
    ChoiceModel restored = model();
    restored.restore(model.snapshot());
    model.learn(alternatives(SIMILAR, 1, 0), 2, 1, 2, Gap.NONE, 1.0);
    restored.learn(alternatives(SIMILAR, 1, 0), 2, 1, 2, Gap.NONE, 1.0);

    assertThat(restored.snapshot()).isEqualTo(model.snapshot());
    assertThat(restored.steps()).isEqualTo(3);
    assertThat(restored.clipped()).isEqualTo(1);
  }

  @Test
  void refusesASnapshotOfAnotherShape() {
    assertThatThrownBy(() -> model().restore(new double[3]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this one has 3");
    assertThatThrownBy(() -> new ChoiceModel(new double[2], 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 17 seed weights");
  }

  @Test
  void beginsWithTheSeed() {
    ModelSettings settings = ModelSettings.defaults();

    assertThat(ChoiceModel.of(settings).weight(Signal.CONSTANT)).isEqualTo(settings.seed().get(0));
  }
}

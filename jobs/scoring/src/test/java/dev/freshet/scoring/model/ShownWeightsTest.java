package dev.freshet.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownWeightsTest {

  private static final int SIMILAR = Signal.SIMILAR.index();

  private final ChoiceModel model = new ChoiceModel(new double[Signal.COUNT], 0.2, 100.0);

  private static ShownAlternatives alternatives(double[] fading, double... similar) {
    double[] signals = new double[similar.length * Signal.COUNT];
    int[] places = new int[similar.length];
    for (int j = 0; j < similar.length; j++) {
      signals[j * Signal.COUNT + SIMILAR] = similar[j];
      places[j] = j;
    }
    return new ShownAlternatives(signals, places, fading);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "1, 1", "2, 2", "3, 3", "4, 3", "5, 4", "8, 4", "9, 5", "16, 5", "17, 6", "99, 6"
  })
  void groupsPlaces(int place, int group) {
    assertThat(ShownWeights.group(place)).isEqualTo(group);
  }

  @Test
  void tellsPlacesFromTastes() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double[] similar = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      int chosen = ChoiceModel.OUTSIDE;
      for (int j = 0; j < similar.length && chosen < 0; j++) {
        boolean isSeen = random.nextDouble() < 1.0 / (1 + j);
        chosen = isSeen && random.nextDouble() < 0.5 * similar[j] ? j : ChoiceModel.OUTSIDE;
      }
      model.learnShown(
          alternatives(new double[3], similar), new double[3], chosen, 0, Gap.NONE, 1.0, true);
    }

    double[] numbers = model.snapshot();
    int places = numbers.length - 2 * ShownWeights.LENGTH;
    assertThat(numbers[places]).isGreaterThan(numbers[places + 1] + 0.3);
    assertThat(numbers[places + 1]).isGreaterThan(numbers[places + 2]);
    assertThat(model.weight(Signal.SIMILAR, 0)).isPositive();
    assertThat(model.weight(Signal.CONSTANT)).isZero();
  }

  @Test
  void ranksWithoutPlaces() {
    double[] before = model.weights(0, Gap.NONE);
    model.learnShown(
        alternatives(new double[2], 0.0, 0.0), new double[2], 0, 0, Gap.NONE, 1.0, true);

    assertThat(model.weights(0, Gap.NONE)).isEqualTo(before);
  }

  @Test
  void lowersWhatWasShownInVainAndNeverLiftsIt() {
    for (int i = 0; i < 200; i++) {
      model.learnShown(
          alternatives(new double[] {1.0, 0.0}, 0, 0), new double[2], 1, 0, Gap.NONE, 1.0, true);
    }
    assertThat(model.fading()).isNegative();
    for (int i = 0; i < 2_000; i++) {
      model.learnShown(
          alternatives(new double[] {1.0, 0.0}, 0, 0), new double[2], 0, 0, Gap.NONE, 1.0, true);
    }
    assertThat(model.fading()).isZero();
  }

  @Test
  void foreseesAsIfNoItemHadAnAppealAndIsNotSurprisedByIt() {
    ShownAlternatives shown = alternatives(new double[2], 0.0, 0.0);
    double[] plain = model.learnShown(shown, new double[2], 0, 0, Gap.NONE, 1.0, false);
    ChoiceModel other = new ChoiceModel(new double[Signal.COUNT], 0.2, 100.0);
    double[] withAppeal =
        other.learnShown(shown, new double[] {5.0, 0.0}, 0, 0, Gap.NONE, 1.0, false);

    assertThat(withAppeal).isEqualTo(plain);
    int first = model.snapshot().length - 2 * ShownWeights.LENGTH;
    int square = first + ShownWeights.LENGTH;
    assertThat(other.snapshot()[square]).isLessThan(model.snapshot()[square]);
  }

  @Test
  void goesOnFromASnapshotAndFromOneBeforeListsCounted() {
    for (int i = 0; i < 20; i++) {
      model.learnShown(
          alternatives(new double[] {1.0, 0.0}, 0.2, 0.7),
          new double[2],
          i % 2,
          0,
          Gap.NONE,
          1.0,
          true);
    }
    double[] snapshot = model.snapshot();
    double[] former = Arrays.copyOf(snapshot, snapshot.length - 2 * ShownWeights.LENGTH);
    ChoiceModel again = new ChoiceModel(new double[Signal.COUNT], 0.2, 100.0);
    again.restore(snapshot);

    assertThat(again.snapshot()).isEqualTo(snapshot);
    again.restore(former);
    assertThat(again.fading()).isZero();
    assertThat(Arrays.copyOf(again.snapshot(), former.length)).isEqualTo(former);
    assertThat(again.weight(Signal.SIMILAR, 0))
        .isCloseTo(model.weight(Signal.SIMILAR, 0), within(0.0));
  }
}

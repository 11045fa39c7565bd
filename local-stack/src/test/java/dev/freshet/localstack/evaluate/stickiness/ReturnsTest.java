package dev.freshet.localstack.evaluate.stickiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.localstack.evaluate.stickiness.Returns.Bin;
import dev.freshet.localstack.evaluate.stickiness.Returns.Guess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnsTest {

  private static Guess returned(double value) {
    return new Guess(value, true);
  }

  private static Guess left(double value) {
    return new Guess(value, false);
  }

  @Test
  void areRankedPerfectlyWhenAllWhoReturnedComeFirst() {
    assertThat(Returns.areaUnderCurve(List.of(left(0.1), returned(0.8), returned(0.9), left(0.2))))
        .isEqualTo(1.0);
  }

  @Test
  void countPairsThatAreRankedRightAndHalfOfTheEqualOnes() {
    assertThat(Returns.areaUnderCurve(List.of(left(0.1), returned(0.5), left(0.5), left(0.9))))
        .isEqualTo(0.5);
  }

  @Test
  void haveNoRankingIfAllReturned() {
    assertThat(Returns.areaUnderCurve(List.of(returned(0.5)))).isNaN();
  }

  @Test
  void areCutIntoTenthsAndComparedWithWhatWasExpected() {
    List<Guess> guesses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      guesses.add(i < 18 ? left(0.1) : returned(0.7));
    }

    List<Bin> bins = Returns.tenths(guesses);

    assertThat(bins).hasSize(10);
    assertThat(bins.get(9)).isEqualTo(new Bin(2, 0.7, 1.0));
    assertThat(Returns.calibrationError(bins)).isCloseTo(0.9 * 0.1 + 0.1 * 0.3, within(1e-12));
    assertThat(Returns.lift(guesses)).isCloseTo(10.0, within(1e-12));
  }
}

package dev.freshet.localstack.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.evaluate.lists.Measure;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Interval UNSURE = new Interval(0.001, -0.003, 0.005);
  private static final Interval MORE = new Interval(0.012, 0.004, 0.02);
  private static final Interval LESS = new Interval(-0.012, -0.02, -0.004);

  private static String verdict(Interval hitRate20, Interval ndcg20) {
    return new Verdict(
            new EnumMap<>(
                Map.of(
                    Measure.HIT_RATE_10, UNSURE,
                    Measure.HIT_RATE_20, hitRate20,
                    Measure.NDCG_20, ndcg20)))
        .text();
  }

  @Test
  void namesWhatIsShownToBeBetter() {
    assertThat(verdict(MORE, UNSURE))
        .isEqualTo("B is better: HR@20 +0.0120 (95 % from +0.0040 to +0.0200).");
    assertThat(verdict(MORE, MORE)).contains("HR@20 +0.0120").contains("NDCG@20 +0.0120");
  }

  @Test
  void saysThatTheFirstIsBetterIfTheSecondIsWorse() {
    assertThat(verdict(LESS, UNSURE))
        .isEqualTo("A is better: B changes HR@20 −0.0120 (95 % from −0.0200 to −0.0040).");
  }

  @Test
  void doesNotHideThatMeasuresDisagree() {
    assertThat(verdict(MORE, LESS))
        .isEqualTo(
            "It depends: B is better by HR@20 +0.0120 (95 % from +0.0040 to +0.0200), but worse by"
                + " NDCG@20 −0.0120 (95 % from −0.0200 to −0.0040).");
  }

  @Test
  void saysThatNothingIsShownAndHowMuchThereCouldBe() {
    assertThat(verdict(UNSURE, UNSURE))
        .isEqualTo("No difference can be shown; HR@20 +0.0010 (95 % from −0.0030 to +0.0050).");
  }

  @Test
  void showsNothingThatTouchesZero() {
    assertThat(verdict(new Interval(0.01, 0.0, 0.02), UNSURE)).startsWith("No difference");
    assertThat(Verdict.signed(-0.00001)).isEqualTo("0.0000");
  }
}

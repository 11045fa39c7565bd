package dev.freshet.scoring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InteractionStrengthTest {

  private static double study(double seconds, double progress, boolean completed) {
    return InteractionStrength.of(
        new Interaction(
            "e",
            "ada",
            "python",
            0L,
            InteractionKind.STUDY,
            seconds,
            progress,
            completed,
            Double.NaN));
  }

  private static double review(double rating) {
    return InteractionStrength.of(
        new Interaction(
            "e", "ada", "python", 0L, InteractionKind.REVIEW, 0.0, Double.NaN, false, rating));
  }

  @ParameterizedTest
  @CsvSource({
    "CLICK, 1",
    "LIKE, 2",
    "STUDY, 2",
    "SHARE, 3.5",
    "COMMENT, 4",
    "QUESTION, 4",
    "ANSWER, 4",
    "ACCEPT, 2",
    "PURCHASE, 5",
    "DISLIKE, 0",
    "REVIEW, 3"
  })
  void growsFromLookingToTakingPart(InteractionKind kind, double strength) {
    assertThat(InteractionStrength.of(Interaction.of("e", "ada", "python", 0L, kind)))
        .isEqualTo(strength);
  }

  @Test
  void growsWithProgress() {
    assertThat(study(0.0, 0.5, false)).isEqualTo(2.5);
    assertThat(study(9_999.0, 0.25, false)).isEqualTo(2.25);
    assertThat(study(0.0, 0.5, true)).isEqualTo(3.0);
    assertThat(study(0.0, 7.0, false)).isEqualTo(3.0);
    assertThat(study(0.0, -7.0, false)).isEqualTo(2.0);
  }

  @Test
  void countsHalfAnHourAsAllWhenProgressIsUnknown() {
    assertThat(study(900.0, Double.NaN, false)).isEqualTo(2.5);
    assertThat(study(1_800.0, Double.NaN, false)).isEqualTo(3.0);
    assertThat(study(7_200.0, Double.NaN, false)).isEqualTo(3.0);
  }

  @Test
  void growsWithTheRating() {
    assertThat(review(4.0)).isZero();
    assertThat(review(4.6)).isCloseTo(2.8, within(1e-9));
    assertThat(review(5.5)).isEqualTo(3.0);
    assertThat(review(10.0)).isEqualTo(4.0);
    assertThat(review(7.75)).isEqualTo(3.5);
    assertThat(review(50.0)).isEqualTo(4.0);
    assertThat(review(1.0)).isZero();
  }

  @Test
  void buildsAClickWithoutMeasures() {
    Interaction click = Interaction.click("e", "ada", "python", 5L);

    assertThat(click)
        .isEqualTo(
            new Interaction(
                "e",
                "ada",
                "python",
                5L,
                InteractionKind.CLICK,
                0.0,
                Double.NaN,
                false,
                Double.NaN));
  }
}

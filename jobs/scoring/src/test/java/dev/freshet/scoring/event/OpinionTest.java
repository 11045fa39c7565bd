package dev.freshet.scoring.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpinionTest {

  private static Interaction of(InteractionKind kind) {
    return Interaction.of("e", "ada", "python", 0L, kind);
  }

  private static Interaction review(double rating) {
    return new Interaction(
        "e", "ada", "python", 0L, InteractionKind.REVIEW, 0.0, Double.NaN, false, rating);
  }

  @ParameterizedTest
  @CsvSource({
    "DISLIKE, -1",
    "LIKE, 1",
    "PURCHASE, 1",
    "CLICK, 0",
    "STUDY, 0",
    "COMMENT, 0",
    "QUESTION, 0",
    "ANSWER, 0",
    "ACCEPT, 0",
    "SHARE, 0"
  })
  void isWhatAnInteractionSaysOfItsItem(InteractionKind kind, int opinion) {
    assertThat(Opinion.of(of(kind))).isEqualTo(opinion);
  }

  @ParameterizedTest
  @CsvSource({"1, -1", "2.5, -1", "4, -1", "4.01, 1", "5.5, 1", "10, 1", "NaN, 0"})
  void followsTheRating(double rating, int opinion) {
    assertThat(Opinion.of(review(rating))).isEqualTo(opinion);
  }

  @Test
  void isNoneWhereAPostIsMeant() {
    Interaction dislike = of(InteractionKind.DISLIKE).inThread("t", "a");

    assertThat(Opinion.of(dislike)).isEqualTo(Opinion.NONE);
    assertThat(Opinion.of(of(InteractionKind.LIKE).inThread("t", "a"))).isEqualTo(Opinion.NONE);
    assertThat(Opinion.of(of(InteractionKind.DISLIKE).inThread("t", "")))
        .isEqualTo(Opinion.AGAINST);
    assertThat(InteractionStrength.of(dislike)).isEqualTo(1.0);
  }
}

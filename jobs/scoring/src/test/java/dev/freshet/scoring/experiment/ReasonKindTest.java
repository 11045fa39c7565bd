package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.ranking.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonKindTest {

  @ParameterizedTest
  @CsvSource({
    "after:algebra-1, AFTER",
    "similar:a:b, SIMILAR",
    "tag:python, TAG",
    "vector, VECTOR",
    "again, AGAIN",
    "trending, TRENDING",
    "new:, NEW",
    "rule:spring:Spring week, RULE",
    "fallback:damaged, FALLBACK",
    "hand-picked, OTHER",
    "other, OTHER",
    "untold, OTHER",
    ":, OTHER",
    "'', UNTOLD"
  })
  void isWhatStandsBeforeTheColon(String reason, ReasonKind kind) {
    assertThat(ReasonKind.of(reason)).isEqualTo(kind);
  }

  @Test
  void knowsEveryReasonThatListsHave() {
    assertThat(Arrays.stream(Reason.values()).map(reason -> ReasonKind.of(reason.text("x"))))
        .doesNotContain(ReasonKind.OTHER);
  }

  @Test
  void fitsIntoHalfAByteAndComesBackFromItsLetter() {
    assertThat(ReasonKind.ALL).hasSizeLessThanOrEqualTo(16);
    assertThat(ReasonKind.ALL)
        .allSatisfy(kind -> assertThat(ReasonKind.of(kind.letter())).isEqualTo(kind));
  }
}

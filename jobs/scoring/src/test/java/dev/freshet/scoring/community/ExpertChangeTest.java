package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertChangeTest {

  @Test
  void tellsWhoIsNewAndWhoIsGone() {
    assertThat(
            ExpertChange.between(List.of("ada", "ben", "cyd"), List.of("ben", "dan"), "sums", 7L))
        .containsExactly(
            new ExpertChange("ada", "sums", false, 7L),
            new ExpertChange("cyd", "sums", false, 7L),
            new ExpertChange("dan", "sums", true, 7L));
  }

  @Test
  void takesAnotherOrderForNoChange() {
    assertThat(ExpertChange.between(List.of("ada", "ben"), List.of("ben", "ada"), "sums", 7L))
        .isEmpty();
  }
}

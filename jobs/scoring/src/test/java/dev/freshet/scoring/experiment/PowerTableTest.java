package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.effect.NormalMixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page tells how many users an experiment needs as the formula does. */
class PowerTableTest {

  private static final Path PAGE = Path.of("../../docs/effect.md");
  private static final double[] VARIATIONS = {1.0, 2.0, 3.0, 4.0};
  private static final double POWER_80 = 0.8416;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10, 20})
  void hasARowForEachLift(int percent) throws IOException {
    StringBuilder row = new StringBuilder("| " + percent + " % |");
    for (double variation : VARIATIONS) {
      long users =
          NormalMixture.usersPerGroup(Verdict.CONFIDENCE, variation, percent / 100.0, POWER_80);
      row.append(String.format(Locale.ROOT, " %,d |", users));
    }

    assertThat(Files.readAllLines(PAGE)).contains(row.toString());
  }

  @Test
  void namesEachMetricAndTheLimitsOfAUser() throws IOException {
    String page = Files.readString(PAGE);

    for (Metric metric : Metric.ALL) {
      assertThat(page).contains("| `" + metric.label() + "` |");
    }
    assertThat(page).contains(ViewSettings.USUAL_LISTS_A_DAY + " lists").contains("28 hours");
  }
}

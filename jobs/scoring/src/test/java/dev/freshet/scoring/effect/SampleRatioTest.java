package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleRatioTest {

  private static final List<Double> HALVES = List.of(0.5, 0.5);

  @Test
  void knowsTheLogarithmOfFactorials() {
    assertThat(SampleRatio.logGamma(1.0)).isCloseTo(0.0, within(1e-9));
    assertThat(SampleRatio.logGamma(5.0)).isCloseTo(Math.log(24.0), within(1e-9));
    assertThat(SampleRatio.logGamma(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-9));
    assertThat(SampleRatio.logGamma(21.0)).isCloseTo(Math.log(2432902008176640000.0), within(1e-9));
  }

  @Test
  void hasNoEvidenceWithoutUsersAndIsNotMovedByOne() {
    assertThat(SampleRatio.logEvidence(List.of(0L, 0L), HALVES)).isCloseTo(0.0, within(1e-9));
    assertThat(SampleRatio.logEvidence(List.of(1L, 0L), HALVES)).isCloseTo(0.0, within(1e-9));
    assertThat(SampleRatio.logEvidence(List.of(1L, 0L, 0L), List.of(0.1, 0.2, 0.3)))
        .isCloseTo(0.0, within(1e-9));
  }

  @Test
  void seesThatUsersAreMissing() {
    assertThat(SampleRatio.isBroken(List.of(50_000L, 49_800L), HALVES)).isFalse();
    assertThat(SampleRatio.isBroken(List.of(50_000L, 48_000L), HALVES)).isTrue();
    assertThat(SampleRatio.isBroken(List.of(600L, 400L), HALVES)).isTrue();
    assertThat(SampleRatio.isBroken(List.of(9_000L, 1_000L), List.of(0.45, 0.05))).isFalse();
    assertThat(SampleRatio.isBroken(List.of(9_000L, 1_300L), List.of(0.45, 0.05))).isTrue();
  }

  @Test
  void isNotAlarmedByChanceThoughItLooksAtEveryUser() {
    int alarms = 0;
    for (int run = 0; run < 500; run++) {
      Random random = new Random(run);
      long[] users = new long[3];
      boolean isAlarmed = false;
      for (int user = 0; user < 2_000; user++) {
        double chance = random.nextDouble();
        users[chance < 0.2 ? 0 : chance < 0.5 ? 1 : 2]++;
        isAlarmed |=
            user % 20 == 0
                && SampleRatio.isBroken(
                    List.of(users[0], users[1], users[2]), List.of(0.2, 0.3, 0.5));
      }
      alarms += isAlarmed ? 1 : 0;
    }

    assertThat(alarms).isLessThanOrEqualTo(2);
  }
}

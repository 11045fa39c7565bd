package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalMixtureTest {

  private static final NormalMixture SURE = new NormalMixture(0.95, 10_000L);
  private static final double POWER_80 = 0.8416;

  private static Estimate estimate(double value, double variance) {
    return new Estimate(5_000L, value, variance);
  }

  @Test
  void reachesLeastFarWithTheUsersThatWerePlanned() {
    assertThat(SURE.reach(10_000L)).isCloseTo(3.0351, within(1e-3));
    assertThat(SURE.reach(9_000L)).isGreaterThan(SURE.reach(10_000L));
    assertThat(SURE.reach(11_000L)).isGreaterThan(SURE.reach(10_000L));
    assertThat(SURE.reach(100L)).isGreaterThan(8.0);
    assertThat(SURE.reach(1_000_000L)).isLessThan(4.0);
  }

  @Test
  void reachesFurtherForWhoWantsToBeSurer() {
    assertThat(new NormalMixture(0.99, 10_000L).reach(10_000L)).isGreaterThan(3.4);
  }

  @Test
  void liesAroundWhatWasSeen() {
    Interval interval = SURE.difference(estimate(0.12, 9e-6), estimate(0.10, 16e-6));

    assertThat(interval.from()).isCloseTo(0.02 - 3.0351 * 0.005, within(1e-5));
    assertThat(interval.to()).isCloseTo(0.02 + 3.0351 * 0.005, within(1e-5));
  }

  @Test
  void isRelativeToAControlThatIsNotKnownExactlyEither() {
    Interval exact = SURE.relative(estimate(0.12, 9e-6), estimate(0.10, 0.0));
    Interval inexact = SURE.relative(estimate(0.12, 9e-6), estimate(0.10, 9e-6));

    assertThat(exact.from()).isCloseTo(0.2 - 3.0351 * 0.03, within(1e-4));
    assertThat(exact.to()).isCloseTo(0.2 + 3.0351 * 0.03, within(1e-4));
    assertThat(inexact.from()).isLessThan(exact.from());
    assertThat(inexact.to() - 0.2).isGreaterThan(0.2 - inexact.from());
  }

  @ParameterizedTest
  @CsvSource({"0.110", "0.112", "0.113", "0.115", "0.088", "0.087", "0.085"})
  void isRelativelySureWhereItIsAbsolutely(double value) {
    Estimate ours = estimate(value, 9e-6);
    Estimate control = estimate(0.1, 9e-6);

    assertThat(SURE.relative(ours, control).contains(0.0))
        .isEqualTo(SURE.difference(ours, control).contains(0.0));
  }

  @Test
  void saysNothingOfFewUsersNorOfWhatIsMoreThanMaybeNothing() {
    Interval anything = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    Estimate few = new Estimate(99L, 0.2, 1e-9);
    Estimate enough = new Estimate(100L, 0.2, 1e-9);
    Estimate maybeNothing = estimate(0.001, 1e-6);

    assertThat(SURE.difference(few, enough)).isEqualTo(anything);
    assertThat(SURE.relative(enough, few)).isEqualTo(anything);
    assertThat(SURE.difference(enough, enough).to()).isFinite();
    assertThat(SURE.relative(enough, enough).to()).isFinite();
    assertThat(SURE.relative(enough, maybeNothing)).isEqualTo(anything);
    assertThat(SURE.relative(enough, estimate(-0.1, 1e-9))).isEqualTo(anything);
    assertThat(SURE.difference(enough, maybeNothing).from()).isPositive();
    Estimate sameOfAll = estimate(0.0, 0.0);
    assertThat(SURE.difference(sameOfAll, sameOfAll)).isEqualTo(anything);
  }

  @Test
  void tellsHowManyUsersADifferenceNeeds() {
    long users = NormalMixture.usersPerGroup(0.95, 1.0, 0.05, POWER_80);

    assertThat(users).isEqualTo(12_024L);
    assertThat(NormalMixture.usersPerGroup(0.95, 2.0, 0.05, POWER_80)).isEqualTo(48_093L);
    assertThat(NormalMixture.usersPerGroup(0.95, 1.0, 0.1, POWER_80)).isEqualTo(3_006L);
  }

  @Test
  void findsADifferenceOfFivePercentWithTheUsersThatItNeeds() {
    long users = NormalMixture.usersPerGroup(0.95, 1.0, 0.05, POWER_80);
    NormalMixture intervals = new NormalMixture(0.95, 2L * users);
    int runs = 200;
    int found = 0;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(run);
      Moments ours = Moments.NONE;
      Moments control = Moments.NONE;
      // Half of the users of the control open something: the deviation is as large as the mean.
      for (long user = 0; user < users; user++) {
        ours = ours.plus(random.nextDouble() < 0.525 ? 1 : 0, 1, 0);
        control = control.plus(random.nextDouble() < 0.5 ? 1 : 0, 1, 0);
      }
      Estimate estimate = Estimate.adjusted(ours, control);
      found += intervals.difference(estimate, Estimate.adjusted(control, ours)).from() > 0 ? 1 : 0;
    }

    assertThat(found / (double) runs).isBetween(0.72, 0.88);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.01", "0.1, 0.01", "0.05, 0.01", "0.95, 0.01", "0.1, 0.005", "0.1, 0.03"})
  void claimsNothingOfAThousandRareOutcomesMoreOftenThanIsSaidThoughOneGroupIsSmall(
      double share, double rate) {
    assertThat(wrong(share, rate, 1.0)).isLessThanOrEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1.5", "0.1, 1.5", "0.1, 0.5", "0.05, 2.0", "0.05, 0.5", "0.95, 1.5"})
  void coversTheDifferenceOfAThousandRareOutcomesAtAllLooks(double share, double times) {
    assertThat(wrong(share, 0.01, times)).isLessThanOrEqualTo(50);
  }

  /**
   * Of how many of 1,000 comparisons an interval is without the difference at one of 80 looks.
   *
   * @param share of the users who are in the group that is compared with the control
   * @param rate how many of the control do it
   * @param times how many times as many of the group
   */
  private static int wrong(double share, double rate, double times) {
    NormalMixture intervals = new NormalMixture(0.95, 2_000L);
    int wrong = 0;
    for (int run = 0; run < 1_000; run++) {
      Random random = new Random(run);
      Moments ours = Moments.NONE;
      Moments control = Moments.NONE;
      boolean isWrong = false;
      for (int look = 0; look < 80; look++) {
        for (int user = 0; user < 50; user++) {
          if (random.nextDouble() < share) {
            ours = ours.plus(random.nextDouble() < times * rate ? 1 : 0, 1, 0);
          } else {
            control = control.plus(random.nextDouble() < rate ? 1 : 0, 1, 0);
          }
        }
        isWrong |=
            !intervals
                .difference(Estimate.adjusted(ours, control), Estimate.adjusted(control, ours))
                .contains((times - 1.0) * rate);
      }
      wrong += isWrong ? 1 : 0;
    }
    return wrong;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0, Double.NaN})
  void refusesWhatIsNoConfidence(double confidence) {
    assertThatThrownBy(() -> new NormalMixture(confidence, 1L)).hasMessageContaining("confidence");
  }

  @Test
  void refusesToPlanForNobody() {
    assertThatThrownBy(() -> new NormalMixture(0.95, 0L)).hasMessageContaining("plannedUsers");
    assertThat(new NormalMixture(0.95, 1L).reach(1L)).isPositive();
  }
}

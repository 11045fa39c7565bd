package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceSequenceTest {

  private static final ConfidenceSequence SURE = new ConfidenceSequence(0.95);

  /** So many users, of whom some have 1 and the others 0. */
  private static Tally ones(long users, long ones) {
    return new Tally(users, ones, ones);
  }

  private static double width(Interval interval) {
    return interval.to() - interval.from();
  }

  @Test
  void ofNobodyNothingIsKnown() {
    assertThat(SURE.mean(Tally.NONE, 10)).isEqualTo(new Interval(0.0, 10.0));
    assertThat(SURE.difference(Tally.NONE, ones(9, 3), 1, 0.5)).isEqualTo(new Interval(-1.0, 1.0));
    assertThat(SURE.difference(ones(9, 3), Tally.NONE, 4, 0.5)).isEqualTo(new Interval(-4.0, 4.0));
  }

  @Test
  void growsNarrowerWithTheRootOfTheUsers() {
    double few = width(SURE.mean(ones(1_000, 300), 1));
    double many = width(SURE.mean(ones(100_000, 30_000), 1));

    assertThat(few).isBetween(0.08, 0.12);
    assertThat(many / few).isCloseTo(0.1, within(0.015));
    assertThat(SURE.mean(ones(1_000, 300), 1).contains(0.3)).isTrue();
  }

  @Test
  void growsNarrowerWithLessSpread() {
    Tally spread = new Tally(1_000, 500, 500);
    Tally near = new Tally(1_000, 50_000, 2_600_000);

    assertThat(width(SURE.mean(near, 100)) / 100.0).isLessThan(0.5 * width(SURE.mean(spread, 1)));
  }

  @Test
  void isWiderForWhoWantsToBeSurer() {
    Tally tally = ones(500, 100);

    assertThat(width(new ConfidenceSequence(0.99).mean(tally, 1)))
        .isGreaterThan(width(SURE.mean(tally, 1)));
  }

  @Test
  void doesNotDependOnTheUnit() {
    Interval small = SURE.mean(new Tally(3, 6, 14), 10);
    Interval large = SURE.mean(new Tally(3, 6_000, 14_000_000), 10_000);

    assertThat(large.from()).isCloseTo(1_000.0 * small.from(), within(0.01));
    assertThat(large.to()).isCloseTo(1_000.0 * small.to(), within(0.01));
  }

  @Test
  void turnsRoundWithTheNumbers() {
    Interval ones = SURE.difference(ones(900, 400), ones(100, 30), 1, 0.1);
    Interval zeros = SURE.difference(ones(900, 500), ones(100, 70), 1, 0.1);

    assertThat(zeros.from()).isCloseTo(-ones.to(), within(1e-6));
    assertThat(zeros.to()).isCloseTo(-ones.from(), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1000", "0.1, 1800", "0.9, 200"})
  void aDifferenceIsNarrowerThanBothMeansTogether(double share, long users) {
    Tally ours = ones(users, users * 3 / 10);
    Tally theirs = ones(2_000 - users, (2_000 - users) * 3 / 10);

    Interval difference = SURE.difference(ours, theirs, 1, share);

    assertThat(difference.contains(0.0)).isTrue();
    assertThat(width(difference))
        .isLessThan(width(SURE.mean(ours, 1)) + width(SURE.mean(theirs, 1)));
  }

  @Test
  void isSureOfALargeDifferenceByFewUsers() {
    assertThat(SURE.difference(ones(60, 54), ones(60, 6), 1, 0.5).from()).isPositive();
    assertThat(SURE.difference(ones(60, 6), ones(60, 54), 1, 0.5).to()).isNegative();
    assertThat(SURE.difference(ones(5, 5), ones(5, 0), 1, 0.5).contains(0.0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.5})
  void coversTheMeanAfterEachOfTheFirstUsersAlike(double mean) {
    int right = 0;
    for (int run = 0; run < 400; run++) {
      Random random = new Random(run);
      Tally tally = Tally.NONE;
      boolean isRight = true;
      for (int user = 0; user < 150; user++) {
        tally = tally.add(random.nextDouble() < mean ? 1L : 0L);
        isRight &= SURE.mean(tally, 1).contains(mean);
      }
      right += isRight ? 1 : 0;
    }

    assertThat(right).isGreaterThanOrEqualTo(380);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0, Double.NaN})
  void refusesWhatIsNoShare(double share) {
    assertThatThrownBy(() -> new ConfidenceSequence(share)).hasMessageContaining("confidence");
    assertThatThrownBy(() -> SURE.difference(ones(1, 1), ones(1, 1), 1, share))
        .hasMessageContaining("share");
  }

  @Test
  void talliesAddUpInAnyOrder() {
    Tally all = Tally.NONE.add(3).add(0).add(5);

    assertThat(all).isEqualTo(new Tally(3, 8, 34));
    assertThat(Tally.NONE.add(5).plus(Tally.NONE.add(0).add(3))).isEqualTo(all);
    assertThat(all.mean()).isCloseTo(8 / 3.0, within(1e-12));
    assertThat(Tally.NONE.mean()).isNaN();
  }
}

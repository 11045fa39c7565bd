package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void isTheRatioItselfWhereTheCovariateIsTheSameForAll() {
    Moments group = Moments.NONE.plus(1, 2, 5).plus(4, 4, 5).plus(1, 6, 5);
    Moments other = Moments.NONE.plus(3, 3, 5).plus(2, 3, 5);

    Estimate estimate = Estimate.adjusted(group, other);

    assertThat(estimate.users()).isEqualTo(3L);
    assertThat(estimate.value()).isEqualTo(0.5);
    // Of all five users the mean variance is 1/9, and the ratio 11/18.
    double more = 5.0 * Math.pow(1.0 / 9.0 / (11.0 / 18.0), 2.0) / 3.0;
    assertThat(estimate.variance()).isCloseTo((group.variance() + more) / 2.0, within(1e-12));
  }

  @Test
  void isWhatUsersWithTheCovariateOfBothGroupsWouldDo() {
    // Whoever has 1 more of the covariate does 2 more, in both groups.
    Moments group = Moments.NONE.plus(20, 1, 10).plus(40, 1, 20);
    Moments other = Moments.NONE.plus(61, 1, 30).plus(81, 1, 40);

    assertThat(Estimate.adjusted(group, other).value()).isCloseTo(50.0, within(1e-9));
    assertThat(Estimate.adjusted(other, group).value()).isCloseTo(51.0, within(1e-9));
    assertThat(Estimate.adjusted(group, other).variance()).isCloseTo(0.0, within(1e-9));
  }

  /** Users of whom the first do it. */
  private static Moments zerosAndOnes(int users, int ones) {
    Moments moments = Moments.NONE;
    for (int user = 0; user < users; user++) {
      moments = moments.plus(user < ones ? 1 : 0, 1, 0);
    }
    return moments;
  }

  @Test
  void variesByNoLessThanUsersOfBothGroupsDoAndFiveMoreWhoDoIt() {
    Moments nobody = zerosAndOnes(100, 0);
    Moments few = zerosAndOnes(300, 3);

    double ofBoth = 300 * 0.01 * 0.99 / 400;
    assertThat(Estimate.adjusted(nobody, few).variance())
        .isCloseTo((ofBoth + 5 * 0.99 * 0.99 / 100) / 99, within(1e-12));
    assertThat(Estimate.adjusted(few, nobody).variance())
        .isCloseTo((0.01 * 0.99 + 5 * 0.99 * 0.99 / 300) / 299, within(1e-12));
    assertThat(Estimate.adjusted(nobody, nobody).variance()).isZero();
  }

  @Test
  void errsLessByWhatTheCovariateExplainsAndSaysHowMuch() {
    double squares = 0.0;
    double plainSquares = 0.0;
    double variances = 0.0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(run);
      Moments ours = Moments.NONE;
      Moments control = Moments.NONE;
      for (int user = 0; user < 500; user++) {
        ours = withUser(ours, random);
        control = withUser(control, random);
      }
      Estimate one = Estimate.adjusted(ours, control);
      Estimate other = Estimate.adjusted(control, ours);
      squares += Math.pow(one.value() - other.value(), 2.0);
      plainSquares += Math.pow(ours.ratio() - control.ratio(), 2.0);
      variances += one.variance() + other.variance();
    }

    // Of 1.2 (900 + 289), 900 are the covariate's.
    assertThat(squares / plainSquares).isBetween(0.3, 0.45);
    assertThat(squares / variances).isBetween(0.8, 1.25);
  }

  private static Moments withUser(Moments moments, Random random) {
    double habit = random.nextGaussian();
    long whole = 1L + random.nextInt(4);
    double part = whole * (100.0 + 30.0 * habit + 17.0 * random.nextGaussian());
    return moments.plus(Math.round(part), whole, Math.round(50.0 + 10.0 * habit));
  }
}

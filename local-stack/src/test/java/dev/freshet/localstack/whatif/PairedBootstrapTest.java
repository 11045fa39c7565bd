package dev.freshet.localstack.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  private static final int RESAMPLES = 2_000;

  /** A hundred users with one choice each. */
  private static final List<String> HUNDRED =
      IntStream.range(0, 100).mapToObj(user -> "user-" + user).toList();

  private static PairedBootstrap over(List<String> choosers) {
    return new PairedBootstrap(choosers, RESAMPLES, 1);
  }

  private static double[] gains(int count, double first, int... withSecond) {
    double[] gains = new double[count];
    Arrays.fill(gains, first);
    Arrays.stream(withSecond).forEach(choice -> gains[choice] = 1.0);
    return gains;
  }

  @Test
  void isSureOfAGainThatEverybodyHas() {
    assertThat(over(HUNDRED).of(gains(100, 0.5))).isEqualTo(new Interval(0.5, 0.5, 0.5));
  }

  @Test
  void knowsNothingWithoutChoices() {
    assertThat(over(List.of()).of(new double[0])).isEqualTo(new Interval(0.0, 0.0, 0.0));
    assertThat(over(List.of()).users()).isZero();
  }

  @Test
  void isAsWideAsTheErrorOfAMeanSaysForIndependentUsers() {
    double[] half = gains(100, 0.0, IntStream.range(0, 50).toArray());

    Interval interval = over(HUNDRED).of(half);

    // 1.96 standard errors of a share of one half among a hundred.
    assertThat(interval.difference()).isEqualTo(0.5);
    assertThat(interval.from()).isCloseTo(0.5 - 0.098, within(0.015));
    assertThat(interval.to()).isCloseTo(0.5 + 0.098, within(0.015));
  }

  @Test
  void isNotMadeSurerByManyAlikeChoicesOfAUser() {
    double[] half = gains(100, 0.0, IntStream.range(0, 50).toArray());
    List<String> tenTimes =
        HUNDRED.stream().flatMap(u -> Collections.nCopies(10, u).stream()).toList();
    double[] halfTenTimes = gains(1_000, 0.0, IntStream.range(0, 500).toArray());

    assertThat(over(tenTimes).of(halfTenTimes)).isEqualTo(over(HUNDRED).of(half));
  }

  @Test
  void countsEveryChoiceAlike() {
    // Ada gains nothing with three choices, ben gains 1 with one.
    Interval interval =
        over(List.of("ada", "ben", "ada", "ada")).of(new double[] {0.0, 1.0, 0.0, 0.0});

    assertThat(interval).isEqualTo(new Interval(0.25, 0.0, 1.0));
  }

  @Test
  void drawsTheSameWithTheSameSeed() {
    double[] some = gains(100, 0.0, 3, 14, 15, 92);

    assertThat(over(HUNDRED).of(some)).isEqualTo(over(HUNDRED).of(some));
    assertThat(new PairedBootstrap(HUNDRED, 101, 1).of(some))
        .isNotEqualTo(new PairedBootstrap(HUNDRED, 101, 2).of(some));
  }
}

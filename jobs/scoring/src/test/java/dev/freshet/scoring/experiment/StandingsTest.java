package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.effect.Moments;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandingsTest {

  private static final Totals SOME = new Totals(4L, 2L, 600L, 1L, 3L, 5L);

  @Test
  void addsUpWhatEachMetricIsMadeOf() {
    Standings standings = new Standings(2);
    standings.replace(1, Totals.NONE, SOME, 70L);

    assertThat(standings.users()).containsExactly(0L, 1L);
    assertThat(standings.of(1, Metric.CTR)).isEqualTo(Moments.NONE.plus(2, 4, 70));
    assertThat(standings.of(1, Metric.LISTS)).isEqualTo(Moments.NONE.plus(4, 1, 70));
    assertThat(standings.of(1, Metric.STUDY)).isEqualTo(Moments.NONE.plus(600, 1, 70));
    assertThat(standings.of(1, Metric.COMPLETIONS)).isEqualTo(Moments.NONE.plus(1, 1, 70));
    assertThat(standings.of(1, Metric.LIKES)).isEqualTo(Moments.NONE.plus(3, 1, 70));
    assertThat(standings.of(1, Metric.PURCHASES)).isEqualTo(Moments.NONE.plus(5, 1, 70));
    assertThat(standings.of(1, Metric.RETURN_28)).isEqualTo(Moments.NONE);
    assertThat(standings.of(0, Metric.CTR)).isEqualTo(Moments.NONE);
  }

  @Test
  void changesByTheDifferenceOfAUsersTotals() {
    Standings stepwise = new Standings(2);
    stepwise.replace(0, Totals.NONE, Totals.NONE.shown(), 7L);
    stepwise.replace(0, Totals.NONE.shown(), SOME, 7L);
    Standings atOnce = new Standings(2);
    atOnce.replace(0, Totals.NONE, SOME, 7L);

    assertThat(stepwise.serialize()).isEqualTo(atOnce.serialize());
  }

  @Test
  void countsWhoReturnedAmongThoseWhose28DaysAreOver() {
    Standings standings = new Standings(1);
    standings.replace(0, Totals.NONE, SOME, 7L);
    standings.replace(0, SOME, SOME.followed(true), 7L);
    standings.replace(0, Totals.NONE, SOME.followed(false), 9L);
    standings.replace(0, Totals.NONE, SOME, 9L);

    assertThat(standings.of(0, Metric.RETURN_28))
        .isEqualTo(Moments.NONE.plus(1, 1, 7).plus(0, 1, 9));
    assertThat(standings.users()).containsExactly(3L);
  }

  @Test
  void losesAUserWhoTurnsOutToBeAProgram() {
    Standings standings = new Standings(2);
    standings.replace(0, Totals.NONE, SOME, 7L);
    standings.replace(0, SOME, Totals.NONE, 7L);

    assertThat(standings.serialize()).isEqualTo(new Standings(2).serialize());
  }

  @Test
  void isTheSameInPartsAndComesBackFromItsBytes() {
    Standings all = new Standings(3);
    Standings even = new Standings(3);
    Standings odd = new Standings(3);
    Random random = new Random(3);
    for (int user = 0; user < 90; user++) {
      Totals totals =
          new Totals(
              1L + random.nextInt(9),
              random.nextInt(9),
              random.nextInt(9_999),
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3));
      long covariate = random.nextInt(100);
      all.replace(user % 3, Totals.NONE, totals, covariate);
      (user % 2 == 0 ? even : odd).replace(user % 3, Totals.NONE, totals, covariate);
    }

    Standings back = Standings.deserialize(odd.serialize()).plus(even);

    assertThat(back.serialize()).isEqualTo(all.serialize());
    assertThat(back.users()).containsExactly(30L, 30L, 30L);
  }
}

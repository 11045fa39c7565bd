package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DailyLoadTest {

  private static final long DAY = 86_400_000L;
  private static final long MIDNIGHT = 20_000 * DAY;

  private final DailyLoad load = new DailyLoad(2);

  private boolean isWorth(String thread, double chance, long atMillis) {
    return load.isWorth("ada", thread, chance, atMillis);
  }

  @Test
  void isFullWithAsManyQuestionsAsADayMayHave() {
    load.take("ada", "q1", MIDNIGHT);
    assertThat(load.isFull("ada", "q2", MIDNIGHT)).isFalse();
    load.take("ada", "q2", MIDNIGHT + 1);

    assertThat(load.isFull("ada", "q3", MIDNIGHT + 2)).isTrue();
    assertThat(load.isFull("ada", "q1", MIDNIGHT + 2)).as("the same again").isFalse();
    assertThat(load.isFull("ben", "q3", MIDNIGHT + 2)).as("somebody else").isFalse();
    assertThat(load.isFull("ada", "q3", MIDNIGHT + DAY)).as("tomorrow").isFalse();
  }

  @Test
  void countsAQuestionThatComesAfterMidnightWithAnEarlierTimeForTheNewDay() {
    load.take("ada", "q1", MIDNIGHT + DAY);
    load.take("ada", "q2", MIDNIGHT);

    assertThat(load.isFull("ada", "q3", MIDNIGHT + DAY)).isTrue();
  }

  @Test
  void takesAllForWorthItOfWhomIsWantedSeldom() {
    assertThat(isWorth("q1", 0.3, MIDNIGHT)).isTrue();
    assertThat(isWorth("q2", 0.001, MIDNIGHT)).isTrue();
    assertThat(isWorth("q3", 0.0, MIDNIGHT + DAY)).as("only two of the day before").isFalse();
  }

  @Test
  void keepsPlacesForWhatIsAsLikelyAsTheBestOfTheDayBefore() {
    for (int i = 1; i <= 5; i++) {
      isWorth("q" + i, 0.1 * i, MIDNIGHT);
    }

    assertThat(isWorth("q6", 0.39, MIDNIGHT + DAY)).isFalse();
    assertThat(isWorth("q7", 0.41, MIDNIGHT + DAY)).isTrue();
  }

  @Test
  void keepsPlacesForWhatIsAsLikelyAsTheBestOfTheDaySoFar() {
    isWorth("q1", 0.4, MIDNIGHT);
    isWorth("q2", 0.3, MIDNIGHT);

    assertThat(isWorth("q3", 0.2, MIDNIGHT)).isFalse();
    assertThat(isWorth("q4", 0.35, MIDNIGHT)).isTrue();
    assertThat(isWorth("q5", 0.32, MIDNIGHT)).isFalse();
  }

  @Test
  void forgetsWhatAPlaceIsWorthAfterADayOfSilence() {
    for (int i = 1; i <= 5; i++) {
      isWorth("q" + i, 0.1 * i, MIDNIGHT);
    }

    assertThat(isWorth("q6", 0.01, MIDNIGHT + 2 * DAY)).isTrue();
  }

  @Test
  void takesAQuestionThatTheMemberHasForWorthIt() {
    load.take("ada", "q1", MIDNIGHT);
    isWorth("q2", 0.4, MIDNIGHT);
    isWorth("q3", 0.4, MIDNIGHT);

    assertThat(isWorth("q1", 0.1, MIDNIGHT)).isTrue();
    assertThat(isWorth("q4", 0.1, MIDNIGHT)).isFalse();
  }
}

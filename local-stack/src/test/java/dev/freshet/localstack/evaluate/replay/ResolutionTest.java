package dev.freshet.localstack.evaluate.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionTest {

  private static final long MIDNIGHT = 1_764_028_800_000L;
  private static final long ONE_SECOND = 1000L;
  private static final long ONE_MINUTE = 60 * ONE_SECOND;
  private static final long ONE_HOUR = 60 * ONE_MINUTE;
  private static final long ONE_DAY = 24 * ONE_HOUR;

  @ParameterizedTest
  @CsvSource({
    "60000, MINUTE",
    "300000, MINUTE",
    "3600000, HOUR",
    "86400000, DAY",
    "604800000, DAY",
  })
  void isTheCoarsestThatAllTimeStampsKeepTo(long stepMillis, Resolution resolution) {
    assertThat(Resolution.of(pairs(50, MIDNIGHT, stepMillis))).contains(resolution);
  }

  @Test
  void takesMidnightsOfAnyTimeZoneForWholeDays() {
    assertThat(Resolution.of(pairs(50, MIDNIGHT - 5 * ONE_HOUR - 30 * ONE_MINUTE, ONE_DAY)))
        .contains(Resolution.DAY);
  }

  @Test
  void isNoneIfOneEventIsOffTheMinute() {
    List<Interaction> interactions = pairs(50, MIDNIGHT, ONE_MINUTE);
    interactions.add(click(MIDNIGHT + ONE_SECOND));

    assertThat(Resolution.of(interactions)).isEmpty();
  }

  @Test
  void isNoneForTheSecondsOfLiveOperation() {
    assertThat(Resolution.of(pairs(50, MIDNIGHT, ONE_SECOND))).isEmpty();
  }

  @Test
  void isNoneForALogThatIsRoundByChance() {
    assertThat(Resolution.of(pairs(50, MIDNIGHT, ONE_MINUTE).subList(0, 99))).isEmpty();
    assertThat(Resolution.of(List.of())).isEmpty();
  }

  @Test
  void isNoneForALogOfFewMoments() {
    List<Interaction> interactions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      interactions.add(click(MIDNIGHT + i % 4 * ONE_HOUR));
    }
    assertThat(Resolution.of(interactions)).isEmpty();

    interactions.add(click(MIDNIGHT + 4 * ONE_HOUR));
    assertThat(Resolution.of(interactions)).contains(Resolution.HOUR);
  }

  @Test
  void isNoneWhereEveryEventHasAMomentOfItsOwn() {
    List<Interaction> interactions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      interactions.add(click(MIDNIGHT + i * ONE_MINUTE));
    }

    assertThat(Resolution.of(interactions)).isEmpty();
  }

  @Test
  void spreadsABurstEvenlyAndEndsBeforeTheNextMoment() {
    List<Interaction> burst =
        List.of(
            Interaction.click("1", "ann", "a", MIDNIGHT),
            Interaction.click("2", "bob", "b", MIDNIGHT),
            Interaction.click("3", "ann", "c", MIDNIGHT),
            Interaction.click("4", "bob", "d", MIDNIGHT + ONE_MINUTE));

    assertThat(Resolution.MINUTE.spread(burst))
        .containsExactly(
            Interaction.click("1", "ann", "a", MIDNIGHT),
            Interaction.click("2", "bob", "b", MIDNIGHT + 20 * ONE_SECOND),
            Interaction.click("3", "ann", "c", MIDNIGHT + 40 * ONE_SECOND),
            Interaction.click("4", "bob", "d", MIDNIGHT + ONE_MINUTE));
  }

  @Test
  void staysInOrderWithMoreEventsThanMilliseconds() {
    List<Interaction> burst = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      burst.add(Interaction.click(Integer.toString(i), "ann", "a", MIDNIGHT));
    }

    List<Interaction> spread = Resolution.MINUTE.spread(burst);

    assertThat(spread).extracting(Interaction::atMillis).isSorted();
    assertThat(spread)
        .extracting(Interaction::id)
        .containsExactlyElementsOf(burst.stream().map(Interaction::id).toList());
    assertThat(spread.get(99_999).atMillis()).isEqualTo(MIDNIGHT + ONE_MINUTE - 1);
  }

  /** Two events at each of some moments. */
  private static List<Interaction> pairs(int moments, long firstMillis, long stepMillis) {
    List<Interaction> interactions = new ArrayList<>();
    for (int i = 0; i < moments; i++) {
      interactions.add(click(firstMillis + i * stepMillis));
      interactions.add(click(firstMillis + i * stepMillis));
    }
    return interactions;
  }

  private static Interaction click(long atMillis) {
    return Interaction.click("click", "ann", "a", atMillis);
  }
}

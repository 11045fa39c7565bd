package dev.freshet.scoring.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MidnightSpreadTest {

  private static final long MIDNIGHT = 1_764_028_800_000L;
  private static final MidnightSpread TEN_MINUTES = new MidnightSpread(Duration.ofMinutes(10));

  @Test
  void looksAtEachUserAtAMomentOfItsOwnAfterEveryMidnight() {
    long ada = TEN_MINUTES.lookMillis("ada", MIDNIGHT) - MIDNIGHT;

    assertThat(ada).isBetween(0L, 599_999L);
    assertThat(TEN_MINUTES.lookMillis("ada", 2 * MIDNIGHT)).isEqualTo(2 * MIDNIGHT + ada);
    assertThat(TEN_MINUTES.lookMillis("ben", MIDNIGHT) - MIDNIGHT).isNotEqualTo(ada);
  }

  @Test
  void looksAtAboutAsManyInEachMinute() {
    int[] byMinute = new int[10];
    IntStream.range(0, 10_000)
        .forEach(user -> byMinute[(int) (TEN_MINUTES.lookMillis("user-" + user, 0) / 60_000)]++);

    assertThat(byMinute).doesNotContain(0);
    for (int users : byMinute) {
      assertThat(users).isBetween(850, 1150);
    }
  }

  @Test
  void looksAtEverybodyWithMidnightIfThereIsNoWidth() {
    assertThat(MidnightSpread.NONE.lookMillis("ada", MIDNIGHT)).isEqualTo(MIDNIGHT);
  }

  @Test
  void staysWithinTheLongestWidth() {
    MidnightSpread longest = new MidnightSpread(Duration.ofHours(12));

    assertThat(IntStream.range(0, 1000))
        .extracting(user -> longest.lookMillis("user-" + user, 0))
        .allMatch(atMillis -> atMillis >= 0 && atMillis < 43_200_000L)
        .anyMatch(atMillis -> atMillis > 42_000_000L);
  }

  @Test
  void refusesWhatWouldReachTheNextMidnightOrBeBeforeThisOne() {
    assertThatThrownBy(() -> new MidnightSpread(Duration.ofHours(12).plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 hours");
    assertThatThrownBy(() -> new MidnightSpread(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.freshet.scoring.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link HalfLife} and {@link ForwardDecay}. */
class DecayTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final HalfLife AN_HOUR = HalfLife.ofHours(1);

  @Test
  void halvesWithEachHalfLife() {
    assertThat(AN_HOUR.decay(0)).isEqualTo(1.0);
    assertThat(AN_HOUR.decay(HOUR)).isEqualTo(0.5);
    assertThat(AN_HOUR.decay(3 * HOUR)).isEqualTo(0.125);
    assertThat(HalfLife.ofDays(2).decay(48 * HOUR)).isEqualTo(0.5);
  }

  @Test
  void countsHalfLives() {
    assertThat(AN_HOUR.count(2 * HOUR)).isEqualTo(2.0);
    assertThat(AN_HOUR.count(-HOUR / 2)).isEqualTo(-0.5);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesAHalfLifeThatIsNotPositive(long millis) {
    assertThatThrownBy(() -> new HalfLife(Duration.ofMillis(millis)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive");
  }

  @Test
  void storesAgainstTheLandmarkAndReadsAsOfNow() {
    double stored = ForwardDecay.inflate(AN_HOUR, NOON, NOON + 2 * HOUR);

    assertThat(stored).isCloseTo(4.0, within(1e-12));
    assertThat(stored * ForwardDecay.deflate(AN_HOUR, NOON, NOON + 3 * HOUR))
        .isCloseTo(0.5, within(1e-12));
  }
}

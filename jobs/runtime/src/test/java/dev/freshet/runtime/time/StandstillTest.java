package dev.freshet.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class StandstillTest {

  private static final long QUIET = 60;
  private static final long WALL = 1_000_000;

  private final Standstill standstill = new Standstill(QUIET, WALL);

  @Test
  void carriesNothingOnBeforeAnyTimeIsKnown() {
    assertThat(standstill.isCarriedOn(WALL + 10 * QUIET)).isFalse();
    assertThat(standstill.snapshot()).isNull();
    assertThat(standstill.latestMillis(WALL)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void carriesTimeOnFromWhereItStopped() {
    standstill.moved(500, WALL + 7);

    assertThat(standstill.alarmMillis()).isEqualTo(WALL + 67);
    assertThat(standstill.isCarriedOn(WALL + 66)).isFalse();
    assertThat(standstill.isCarriedOn(WALL + 67)).isTrue();
    assertThat(standstill.carriedMillis(WALL + 67)).isEqualTo(560);
  }

  @Test
  void beginsAnewWheneverTimeMoves() {
    standstill.moved(500, WALL);
    standstill.moved(501, WALL + 59);

    assertThat(standstill.isCarriedOn(WALL + 60)).isFalse();
    assertThat(standstill.carriedMillis(WALL + 119)).isEqualTo(561);
    assertThat(standstill.latestMillis(WALL + 60)).isEqualTo(502);
  }

  @Test
  void carriesTimeOnOverARestoreButWaitsForWhatMayCome() {
    standstill.moved(500, WALL + 7);
    Standstill restored = new Standstill(QUIET, WALL + 1000);
    restored.restore(new long[] {400, WALL});
    restored.restore(Objects.requireNonNull(standstill.snapshot()));
    restored.restore(new long[] {450, WALL});

    assertThat(restored.isCarriedOn(WALL + 1059)).isFalse();
    assertThat(restored.isCarriedOn(WALL + 1060)).isTrue();
    assertThat(restored.carriedMillis(WALL + 1060)).isEqualTo(500 + 1053);
  }

  @Test
  void followsTimeThatIsReadAgainAfterARestore() {
    standstill.restore(new long[] {500, WALL - 1000});
    standstill.moved(300, WALL);

    assertThat(standstill.carriedMillis(WALL + QUIET)).isEqualTo(360);
  }

  @Test
  void neverGoesBackBecauseTheWallsClockDoes() {
    standstill.moved(500, WALL);

    assertThat(standstill.carriedMillis(WALL - 10)).isEqualTo(500);
  }
}

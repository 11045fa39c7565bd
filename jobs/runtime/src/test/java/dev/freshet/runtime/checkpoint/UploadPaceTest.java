package dev.freshet.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UploadPaceTest {

  private static final long SPREAD = 10_000;
  private static final int MANY = 100 << 20;

  private final UploadPace pace = new UploadPace(SPREAD);

  @Test
  void letsAFirstCheckpointGoAtOnce() {
    assertThat(pace.enter(1, MANY, 0)).isZero();
    assertThat(pace.enter(1, MANY, 1)).isZero();
  }

  @Test
  void spreadsAsManyBytesAsTheLastOneHad() {
    pace.enter(1, MANY, 0);

    assertThat(pace.enter(2, MANY / 10, 50_000)).isEqualTo(1_000);
    assertThat(pace.enter(2, MANY / 10, 50_400)).isEqualTo(1_600);
    assertThat(pace.enter(2, MANY / 10, 54_000)).isZero();
  }

  @Test
  void letsGoWhatIsBeyondThat() {
    pace.enter(1, MANY, 0);
    pace.enter(2, MANY - 1, 50_000);

    assertThat(pace.enter(2, 1, 50_001)).isZero();
    assertThat(pace.enter(2, MANY, 50_002)).isZero();
  }

  @Test
  void doesNotWaitWithLittle() {
    pace.enter(1, 1 << 20, 0);

    assertThat(pace.enter(2, 1 << 10, 50_000)).isZero();
  }

  @Test
  void expectsNoLessThanHalfAfterOneThatWasGivenUp() {
    pace.enter(1, MANY, 0);
    pace.enter(2, MANY / 100, 50_000);

    assertThat(pace.enter(3, MANY / 4, 100_000)).isEqualTo(5_000);
  }

  @Test
  void countsWhatComesLateOfTheLastOneToTheNextOne() {
    pace.enter(1, MANY, 0);
    pace.enter(2, MANY / 4, 50_000);
    pace.enter(1, MANY / 4, 50_000);

    assertThat(pace.enter(2, MANY / 4, 50_000)).isEqualTo(7_500);
  }
}

package dev.freshet.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Signal} and {@link FastLog}. */
class SignalTest {

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-3, 0.5, 0.999999, 1.0, 1.0000001, 2.0, 3.7, 1e6, 1e300})
  void takesTheLogarithmToTenDigits(double x) {
    assertThat(FastLog.of(x)).isCloseTo(Math.log(x), within(1e-10));
  }

  @Test
  void putsSignalsOnALogarithmicScale() {
    assertThat(Signal.global(1.0)).isCloseTo(Math.log(1.001), within(1e-10));
    assertThat(Signal.global(-5.0)).isCloseTo(Math.log(0.001), within(1e-10));
    assertThat(Signal.personal(0.0)).isZero();
    assertThat(Signal.personal(-1.0)).isZero();
    assertThat(Signal.personal(0.999)).isCloseTo(Math.log(1000.0), within(1e-9));
  }

  @Test
  void keepsTheIndexesOfSignalsThatSavedModelsRelyOn() {
    assertThat(Signal.values()).extracting(Signal::index).isSorted().doesNotHaveDuplicates();
    assertThat(Signal.CONSTANT.index()).isZero();
    assertThat(Signal.REPEAT.index()).isEqualTo(13);
    assertThat(Signal.LONG_TERM.index()).isEqualTo(14);
    assertThat(Signal.PATH.index()).isEqualTo(15);
    assertThat(Signal.GLOBALS).isEqualTo(8);
    assertThat(Signal.PEERS.index()).isEqualTo(16);
    assertThat(Signal.COUNT).isEqualTo(17);
    assertThat(Signal.RECENCY.isGlobal()).isTrue();
    assertThat(Signal.SIMILAR.isGlobal()).isFalse();
    assertThat(Signal.POPULARITY_7D.label()).isEqualTo("popularity-7d");
  }
}

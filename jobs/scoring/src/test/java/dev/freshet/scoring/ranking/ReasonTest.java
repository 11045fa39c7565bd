package dev.freshet.scoring.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.model.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

  @ParameterizedTest
  @EnumSource
  void isTrendingForTheSignalsThatAreTheSameForEverybodyOnly(Signal signal) {
    assertThat(Reason.of(signal) == Reason.TRENDING).isEqualTo(signal.isGlobal());
  }
}

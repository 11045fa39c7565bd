package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.stickiness.StickinessSettings.Halves;
import dev.freshet.scoring.stickiness.StickinessSettings.Tiers;
import dev.freshet.scoring.stickiness.StickinessSettings.Weights;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StickinessSettingsTest {

  private static final StickinessSettings DEFAULTS = StickinessSettings.defaults(UTC);

  private static StickinessSettings with(int dailyCommunity, int retentionDays) {
    return new StickinessSettings(
        UTC,
        DEFAULTS.weights(),
        HalfLife.ofDays(14),
        HalfLife.ofDays(14),
        DEFAULTS.halves(),
        dailyCommunity,
        DEFAULTS.tiers(),
        retentionDays);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("dailyCommunity", (ThrowingCallable) () -> with(0, 365)),
        Arguments.of("retentionDays", (ThrowingCallable) () -> with(1, 28)),
        Arguments.of("weights", (ThrowingCallable) () -> new Weights(1, 1, 1, -1)),
        Arguments.of("weight", (ThrowingCallable) () -> new Weights(0, 0, 0, 0)),
        Arguments.of("halves", (ThrowingCallable) () -> new Halves(1, 1, 1, 1, 1, 0, 1)),
        Arguments.of("newDays", (ThrowingCallable) () -> new Tiers(0, 50, 70, 5, 28)),
        Arguments.of("dormantDays", (ThrowingCallable) () -> new Tiers(7, 50, 70, 5, 0)),
        Arguments.of("margin", (ThrowingCallable) () -> new Tiers(7, 50, 70, -1, 28)),
        Arguments.of("margin", (ThrowingCallable) () -> new Tiers(7, 5, 70, 5, 28)),
        Arguments.of("devoted", (ThrowingCallable) () -> new Tiers(7, 50, 55, 5, 28)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refuseWhatMakesNoSense(String what, ThrowingCallable settings) {
    assertThatThrownBy(settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }

  @Test
  void acceptTheLeastThatMakesSense() {
    assertThat(with(1, 29).retentionDays()).isEqualTo(29);
    assertThat(new Tiers(1, 1, 2, 0, 1).margin()).isZero();
  }

  @Test
  void weighComponentsInProportion() {
    assertThat(new Weights(1, 2, 3, 4).mean(new Components(1, 0.5, 0.1, 0.25)))
        .isCloseTo(0.33, within(1e-12));
  }
}

package dev.freshet.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RedisKeys;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectSettingsTest {

  private static EffectSettings of(String key, String value) {
    return EffectSettings.from(Configuration.fromMap(Map.of(key, value)), RedisKeys.plain());
  }

  @Test
  void takeHowLongIsWaited() {
    assertThat(of("effect.lateness", "1 h").scoring().lateness()).isEqualTo(Duration.ofHours(1));
    assertThat(of("effect.state-ttl", "30 d").scoring().ttl()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void takeForHowLongSomethingIsDueToAListAndWhoIsAProgram() {
    assertThat(of("effect.window.click", "1 h").scoring().windows().click())
        .isEqualTo(Duration.ofHours(1));
    assertThat(of("effect.window.purchase", "89 d").scoring().windows().longest())
        .isEqualTo(Duration.ofDays(89));
    assertThat(of("effect.programs.lists-a-day", "50").scoring().mostListsADay()).isEqualTo(50);
  }

  @Test
  void keepUsersForLongerThanAnythingMayBeDueToAList() {
    assertThatThrownBy(() -> of("effect.window.purchase", "90 d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("effect.state-ttl");
  }

  @ParameterizedTest
  @CsvSource({
    "effect.lateness, -1 ms",
    "effect.interval, 0 ms",
    "effect.state-ttl, 29 d",
    "effect.new-items, 23 h",
    "effect.subjects.max, 0",
    "effect.results-ttl, 91 d",
    "effect.window.click, 0 ms",
    "effect.window.study, 0 ms",
    "effect.window.completion, 0 ms",
    "effect.window.like, 0 ms",
    "effect.window.purchase, 0 ms",
    "effect.programs.lists-a-day, 0",
    "effect.quiet, 0 ms",
    "effect.cache.entries, 0"
  })
  void nameTheOptionWhoseValueMakesNoSense(String key, String value) {
    assertThatThrownBy(() -> of(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }
}

package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RedisKeys;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngagementSettingsTest {

  private static EngagementSettings of(String key, String value) {
    return EngagementSettings.from(Configuration.fromMap(Map.of(key, value)), RedisKeys.plain());
  }

  @Test
  void takeTheZoneOfThePlatform() {
    assertThat(of("engagement.zone", "Asia/Shanghai").scoring().zone())
        .isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(of("engagement.lateness", "1 h").scoring().lateness())
        .isEqualTo(Duration.ofHours(1));
    assertThat(of("engagement.levels", "10;20").scoring().levels().points())
        .isEqualTo(List.of(10, 20));
  }

  @Test
  void keepTheSecretOutOfLogs() {
    assertThat(Rules.SETTINGS.couponSecret()).isEqualTo("secret");
    assertThat(Rules.SETTINGS.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "engagement.zone, Middle-earth",
    "engagement.lateness, -1 ms",
    "engagement.levels, 20;10",
    "engagement.rules.max-errors, 0",
    "engagement.top.size, 0",
    "engagement.state-ttl, 1 h",
    "engagement.quiet, 0 ms",
    "engagement.cache.entries, 0"
  })
  void nameTheOptionWhoseValueMakesNoSense(String key, String value) {
    assertThatThrownBy(() -> of(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }
}

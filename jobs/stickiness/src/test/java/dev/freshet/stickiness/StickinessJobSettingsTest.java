package dev.freshet.stickiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.stickiness.StickinessSettings;
import java.time.ZoneId;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickinessJobSettingsTest {

  private static StickinessJobSettings of(String key, String value) {
    return StickinessJobSettings.from(Configuration.fromMap(Map.of(key, value)), RedisKeys.plain());
  }

  @Test
  void haveTheDefaultsOfScoring() {
    assertThat(Moments.SETTINGS.scoring()).isEqualTo(StickinessSettings.defaults(ZoneId.of("UTC")));
  }

  @Test
  void takeTheZoneOfThePlatform() {
    assertThat(of("stickiness.zone", "Asia/Shanghai").scoring().zone())
        .isEqualTo(ZoneId.of("Asia/Shanghai"));
  }

  @Test
  void tellOfPurchasesOnlyIfThereIsATopicOfThem() {
    assertThat(Moments.SETTINGS.purchases()).isFalse();
    assertThat(of("kafka.topics.purchases", "").purchases()).isFalse();
    assertThat(of("kafka.topics.purchases", "orders").purchases()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "stickiness.zone, Middle-earth, stickiness.zone",
    "stickiness.weights.recency, -1, stickiness.weights.*",
    "stickiness.recency.half-life, 0 ms, stickiness.recency.half-life",
    "stickiness.delay, -1 ms, stickiness.delay",
    "stickiness.midnight.spread, -1 ms, stickiness.midnight.spread",
    "stickiness.midnight.spread, 13 h, stickiness.midnight.spread",
    "stickiness.community.daily, 0, stickiness.community.daily",
    "stickiness.saturation.items, 0, stickiness.saturation.*",
    "stickiness.tiers.margin, 60, stickiness.tiers.*",
    "stickiness.retention-days, 20, stickiness.retention-days",
    "stickiness.propensity.least-conversions, 0, stickiness.propensity.least-conversions",
    "stickiness.audience.size, 0, stickiness.audience.size"
  })
  void nameTheOptionWhoseValueMakesNoSense(String key, String value, String named) {
    assertThatThrownBy(() -> of(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }
}

package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.RecommenderSettings;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendationsSettingsTest {

  private static RecommendationsSettings from(Configuration options) {
    return RecommendationsSettings.from(options, RedisKeys.plain());
  }

  @Test
  void haveTheDefaultsThatWereMeasured() {
    assertThat(from(new Configuration()).scoring()).isEqualTo(RecommenderSettings.defaults());
  }

  @ParameterizedTest
  @CsvSource({
    "recommendations.catalogue, closed",
    "recommendations.items.max, 0",
    "recommendations.history.window, 0",
    "recommendations.history.cross-session-window, 0",
    "recommendations.history.session-gap, 0 s",
    "recommendations.history.size, 0",
    "recommendations.co-occurrence.half-life, 0 s",
    "recommendations.co-occurrence.neighbours, 0",
    "recommendations.candidates.size, 0",
    "recommendations.candidates.size, 301",
    "recommendations.candidates.decay, 1.5",
    "recommendations.popularity.half-lives, 1 h;2 h",
    "recommendations.pulse.size, 0",
    "recommendations.pulse.size, 251",
    "recommendations.pulse.interval, 0 s",
    "recommendations.seen.size, 1001",
    "recommendations.tag-share, 2",
    "recommendations.model.rate, 0",
    "recommendations.model.clip, 0",
    "recommendations.model.seed, nonsense:1",
    "recommendations.model.seed, similar:much",
    "recommendations.state-ttl.users, 0 s"
  })
  void nameTheKeyThatIsWrong(String key, String value) {
    Configuration options = new Configuration();
    options.setString(key, value);

    assertThatThrownBy(() -> from(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void seedTheWeightsThatAreNamed() {
    Configuration options = new Configuration();
    options.setString("recommendations.model.seed", "similar:0.75");

    assertThat(from(options).scoring().model().seed()).contains(0.75);
  }
}

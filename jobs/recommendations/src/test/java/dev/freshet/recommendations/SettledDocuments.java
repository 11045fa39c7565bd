package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisWrite;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What does not depend on the order of arrival, once a log has ended: interests and neighbours. */
final class SettledDocuments {

  private static final double TOLERANCE = 1e-6;

  private SettledDocuments() {}

  /** Asserts that Redis holds what the recommender in process would have written. */
  static void assertSame(
      RedisCommands<String, String> commands, RecommendationsInProcess expected) {
    assertSame(commands, of(expected.drain()));
  }

  static void assertSame(RedisCommands<String, String> commands, Map<String, String> expected) {
    expected.forEach(
        (key, value) -> {
          String found = commands.get(key);
          assertThat(found).as(key).isNotNull();
          assertSame(key, Platform.json(Objects.requireNonNull(found)), Platform.json(value));
        });
  }

  /** The last value of each such key. */
  static Map<String, String> of(List<RedisWrite> writes) {
    Map<String, String> settled = new TreeMap<>();
    for (RedisWrite write : writes) {
      if (write.key().startsWith("similar:") || write.key().startsWith("interest:")) {
        settled.put(write.key(), write.value());
      }
    }
    assertThat(settled.keySet())
        .anyMatch(key -> key.startsWith("similar:"))
        .anyMatch(key -> key.startsWith("interest:"));
    return settled;
  }

  private static void assertSame(String key, JsonNode found, JsonNode expected) {
    assertThat(found.get("asOf")).as(key).isEqualTo(expected.get("asOf"));
    String list = expected.has("tags") ? "tags" : "items";
    Map<String, Double> scores = scores(found.get(list));
    Map<String, Double> wanted = scores(expected.get(list));
    double last = wanted.values().stream().min(Comparator.naturalOrder()).orElse(0.0);
    // Which of those that are equal at the end of a full list are on it is all that may differ.
    wanted.forEach(
        (item, score) ->
            assertThat(scores.getOrDefault(item, last))
                .as("%s of %s", item, key)
                .isCloseTo(score, within(TOLERANCE)));
    assertThat(scores).as(key).hasSameSizeAs(wanted);
    if (expected.has("popularity")) {
      for (int horizon = 0; horizon < expected.get("popularity").size(); horizon++) {
        assertThat(found.get("popularity").get(horizon).asDouble())
            .as("popularity of %s", key)
            .isCloseTo(expected.get("popularity").get(horizon).asDouble(), within(TOLERANCE));
      }
      assertThat(found.get("users").asDouble())
          .as(key)
          .isCloseTo(expected.get("users").asDouble(), within(TOLERANCE));
    }
  }

  private static Map<String, Double> scores(JsonNode list) {
    Map<String, Double> scores = new LinkedHashMap<>();
    list.forEach(row -> scores.put(row.get(0).asText(), row.get(1).asDouble()));
    return scores;
  }
}

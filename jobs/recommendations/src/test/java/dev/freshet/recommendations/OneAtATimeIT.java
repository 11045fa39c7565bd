package dev.freshet.recommendations;

import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.testing.LoopbackCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job, fed one event at a time, and the recommender in process say the same. */
class OneAtATimeIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final int EVENTS = 120;
  private static final int USERS = 12;

  /** All but dislikes: they change no pulse, so the next one may come to rank their lists again. */
  private static final List<InteractionKind> KINDS =
      List.copyOf(EnumSet.complementOf(EnumSet.of(InteractionKind.DISLIKE)));

  private static final List<String> TAGS = List.of("programming", "health", "music");

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2);

  @TempDir private Path directory;

  private static List<CatalogueItem> catalogue() {
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      catalogue.add(item("item-" + i, TAGS.get(i % 3), "level-" + i % 2));
    }
    return catalogue;
  }

  /** Learners who mostly keep to one tag, in pauses from a second to three days. */
  private static List<Interaction> events() {
    Random random = new Random(7);
    List<Interaction> events = new ArrayList<>();
    long atMillis = NOON;
    for (int i = 0; i < EVENTS; i++) {
      atMillis += 1_000L + (long) Math.exp(random.nextDouble() * 19.4);
      int user = random.nextInt(USERS);
      int tag = random.nextInt(5) == 0 ? random.nextInt(3) : user % 3;
      InteractionKind kind = KINDS.get(random.nextInt(KINDS.size()));
      events.add(
          new Interaction(
              "event-" + i,
              "user-" + user,
              "item-" + (3 * random.nextInt(6) + tag),
              atMillis,
              kind,
              kind == InteractionKind.STUDY ? 600.0 : 0.0,
              Double.NaN,
              false,
              kind == InteractionKind.REVIEW ? 8.0 : Double.NaN));
    }
    return events;
  }

  @Test
  void publishesWhatTheRecommenderInProcessDoes() throws Exception {
    try (Platform platform = new Platform(directory)) {
      Configuration options = platform.options();
      // Only the clock takes the pulse, once after each event, as in process.
      options.set(RecommendationsOptions.PULSE_EVENT_INTERVAL, Duration.ofDays(36_500));
      options.set(RecommendationsOptions.PULSE_INTERVAL, Duration.ofMillis(10));
      options.set(RecommendationsOptions.PULSE_TAG_INTERVAL, Duration.ofMillis(10));
      options.set(RecommendationsOptions.SIMILAR_INTERVAL, Duration.ofMillis(10));
      options.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
      // A list published once more is ranked by what is known then, which may be the next event.
      options.set(RedisOptions.REPUBLISH_RATE, 0);
      ExpectedRedis expected =
          new ExpectedRedis(RecommendationsSettings.from(options, RedisKeys.plain()));
      catalogue().forEach(expected.recommender()::accept);
      platform.announce(catalogue());
      JobClient job = platform.start(options);
      Interaction first = Interaction.click("first", "guest", "unlisted", NOON - 2);
      platform.happen(first);
      expected.accept(first);
      awaitAgreement(
          platform, Map.of("pulse", Objects.requireNonNull(expected.writes().get("pulse"))));
      Interaction second = Interaction.click("second", "guest", "unlisted", NOON - 1);
      platform.happen(second);
      expected.accept(second);
      awaitAgreement(platform, expected.writes());

      for (Interaction event : events()) {
        platform.happen(event);
        expected.accept(event);
        awaitAgreement(platform, expected.writes());
      }

      job.cancel().get();
    }
  }

  private static void awaitAgreement(Platform platform, Map<String, List<RedisWrite>> expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> expected.forEach((key, writes) -> assertAgreement(platform, key, writes)));
  }

  private static List<String> items(String document) {
    JsonNode items = Platform.json(document == null ? "{}" : document).path("items");
    return IntStream.range(0, items.size()).mapToObj(i -> items.path(i).path(0).asText()).toList();
  }

  private static void assertAgreement(Platform platform, String key, List<RedisWrite> expected) {
    if (!expected.get(0).fields().isEmpty()) {
      assertThat(platform.redis().hgetall(key))
          .as(key)
          .usingRecursiveComparison()
          .withEqualsForType(ExpectedRedis::agree, String.class)
          .isEqualTo(expected.get(0).fields());
      return;
    }
    String found = platform.redis().get(key);
    if (key.startsWith("pulse:")) {
      // Its scores are as of when its items last changed places, which several pulses may see.
      assertThat(items(found)).as(key).isEqualTo(items(expected.get(0).value()));
      return;
    }
    assertThat(found).as(key).isNotNull();
    JsonNode document = Platform.json(found);
    assertThat(expected)
        .as("%s holds %s", key, found)
        .anyMatch(write -> ExpectedRedis.agree(document, Platform.json(write.value())));
  }
}

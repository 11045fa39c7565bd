package dev.freshet.recommendations;

import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.items.ScoredItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole job between a real Kafka and a real Redis. */
class RecommendationsJobIT extends OnPlatform {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long FAR_FUTURE = 32_503_680_000_000L;

  private static final RecursiveComparisonConfiguration TO_SIX_DIGITS =
      RecursiveComparisonConfiguration.builder()
          .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-6, Double.class)
          .build();

  private static final List<CatalogueItem> CATALOGUE =
      List.of(
          item("python", "programming", "beginner"),
          item("java", "programming"),
          item("go", "programming"),
          item("yoga", "health"),
          item("sleep", "health"),
          item("running", "health"));

  private int events;

  private RecommendationsSettings settings() {
    return RecommendationsSettings.from(options, RedisKeys.plain());
  }

  private Map<String, Double> interests(Recommender recommender, String user) {
    Map<String, Double> interests = new HashMap<>();
    UserProfile profile = recommender.profile(user);
    profile
        .interests()
        .strongest(
            100,
            profile.latestMillis(),
            settings().scoring().candidates().interest().halfLife(),
            interests::put);
    return interests;
  }

  private static Map<String, Double> scores(List<ScoredItem> items) {
    return items.stream().collect(Collectors.toMap(ScoredItem::item, ScoredItem::score));
  }

  private Interaction click(String user, String item, long atMillis) {
    return Interaction.click("event-" + events++, user, item, atMillis);
  }

  /** Three learners of programming and three of health, one thing a minute. */
  private List<Interaction> morning() {
    List<Interaction> morning = new ArrayList<>();
    for (String user : List.of("ada", "ben", "cyd")) {
      for (String item : List.of("python", "java", "go")) {
        morning.add(click(user, item, NOON + morning.size() * MINUTE));
      }
    }
    for (String user : List.of("dan", "eve", "fay")) {
      for (String item : List.of("yoga", "sleep", "running")) {
        morning.add(click(user, item, NOON + morning.size() * MINUTE));
      }
    }
    return morning;
  }

  @Test
  void fillsRedisWithEverythingTheContractNames() throws Exception {
    platform.announce(CATALOGUE);
    platform.start(options);
    platform.happen(morning());
    platform.happen(click("gus", "python", NOON + 30 * MINUTE));
    platform.happen(
        Interaction.of("k1", "gus", "python", NOON + 31 * MINUTE, InteractionKind.QUESTION));

    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.read("gus", 2))
                  .extracting(index -> index.get(0))
                  .containsExactlyInAnyOrder("java", "go");
              assertThat(platform.read("gus", 10))
                  .extracting(index -> index.get(0))
                  .doesNotContain("python")
                  .contains("yoga");
              assertThat(platform.read("stranger", 3)).hasSize(3);
              assertThat(platform.scores("interest:gus", "tags"))
                  .containsOnlyKeys("programming", "beginner");
              assertThat(platform.scores("pulse", "items")).hasSize(6);
              assertThat(platform.scores("pulse:health", "items"))
                  .containsOnlyKeys("yoga", "sleep", "running");
              assertThat(platform.redis().hget("weights", RedisKeys.WEIGHTS_STEPS))
                  .isNotEqualTo("0");
            });
    // An item's neighbours are as of its last change, and name what the last pulse knew.
    eventually()
        .untilAsserted(
            () -> {
              platform.happen(click("visitor-" + events, "python", NOON + 40 * MINUTE));
              assertThat(platform.scores("similar:python", "items")).containsKeys("java", "go");
            });
    assertThat(platform.read("gus", 1).get(0).get(2)).matches("(after|similar):python|tag:.*");
    assertThat(platform.redis().ttl("rec:gus")).isPositive();
    assertThat(platform.redis().ttl("interest:gus")).isPositive();
    assertThat(platform.redis().ttl("similar:python")).isPositive();
    assertThat(platform.redis().ttl("pulse")).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
  void tellsOthersOnKafkaWhatInterestsRedisHolds(DeliveryGuarantee delivery) throws Exception {
    options = platform.telling();
    options.set(KafkaOptions.USER_STATES_DELIVERY, delivery);
    platform.announce(CATALOGUE);
    platform.start(options);
    platform.happen(morning());

    for (String user : List.of("ada", "ben", "cyd", "dan", "eve", "fay")) {
      eventually()
          .untilAsserted(
              () -> {
                String document = platform.redis().get("interest:" + user);
                assertThat(document).isNotNull();
                assertThat(platform.told(user)).contains(Platform.json(document));
              });
    }
  }

  @Test
  void tellsOthersWhoseInterestsAreForgotten() throws Exception {
    options = platform.telling();
    options.set(RecommendationsOptions.USER_TTL, Duration.ofSeconds(3));
    platform.announce(CATALOGUE);
    platform.start(options);
    platform.happen(morning());
    eventually().until(() -> platform.told("ada").isPresent());

    eventually()
        .untilAsserted(
            () -> assertThat(platform.told()).containsEntry("ada", Optional.empty()).hasSize(6));
  }

  @Test
  void rejectsWhatIsWrongWithItsReasonAndServesOn() throws Exception {
    options.set(EventOptions.FLOOD_LIMIT, 5);
    platform.start(options);
    ProducerRecord<byte[], byte[]> good = platform.record(click("ada", "python", NOON));
    byte[] unknown = good.value().clone();
    unknown[3] ^= 0x55;
    byte[] malformed = {(byte) 0xC3, 1, 2, 3};
    platform.send(new ProducerRecord<>("clicks", good.key(), malformed));
    platform.send(new ProducerRecord<>("clicks", good.key(), unknown));
    platform.send(new ProducerRecord<>("study", good.key(), new byte[10 << 20]));
    platform.send(new ProducerRecord<>("comments", good.key(), null));
    platform.happen(
        click("ada", "python", FAR_FUTURE),
        click("ada", "python", -1L),
        click("", "python", NOON),
        click("ada", " ", NOON),
        click("a".repeat(300), "python", NOON),
        new Interaction(
            "e1", "ada", "java", NOON, InteractionKind.STUDY, -1.0, 0.5, false, Double.NaN),
        new Interaction(
            "e2", "ada", "java", NOON, InteractionKind.STUDY, 1.0, 1.5, false, Double.NaN),
        new Interaction(
            "e3", "ada", "java", NOON, InteractionKind.REVIEW, 0.0, Double.NaN, false, 11.0));
    Interaction again = click("dup", "python", NOON);
    for (int i = 0; i < 100; i++) {
      platform.happen(again);
    }
    List<Interaction> flood = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      flood.add(click("flood", "python", NOON));
    }
    platform.happen(flood);
    platform.happen(click("ben", "python", NOON), click("ben", "java", NOON + MINUTE));

    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.rejections())
                  .containsExactlyInAnyOrderEntriesOf(
                      Map.ofEntries(
                          Map.entry("malformed", 1),
                          Map.entry("unknown-schema", 1),
                          Map.entry("too-large", 1),
                          Map.entry("empty-record", 1),
                          Map.entry("future", 1),
                          Map.entry("too-old", 1),
                          Map.entry("empty-user", 1),
                          Map.entry("empty-item", 1),
                          Map.entry("long-id", 1),
                          Map.entry("negative-duration", 1),
                          Map.entry("wrong-progress", 1),
                          Map.entry("wrong-rating", 1),
                          Map.entry("flood", 3)));
              assertThat(platform.redis().get("rec:ben")).contains("\\njava\\n");
            });
    ConsumerRecord<byte[], byte[]> rejected =
        platform.rejected().stream()
            .filter(record -> Platform.header(record, "reason").equals("malformed"))
            .findFirst()
            .orElseThrow();
    assertThat(platform.rejected())
        .filteredOn(record -> Platform.header(record, "reason").equals("flood"))
        .extracting(ConsumerRecord::value)
        .containsExactlyInAnyOrderElementsOf(
            flood.subList(5, 8).stream().map(each -> platform.record(each).value()).toList());
    assertThat(rejected.value()).isEqualTo(malformed);
    assertThat(rejected.key()).isEqualTo(good.key());
    assertThat(Platform.header(rejected, "job")).isEqualTo("recommendations");
    assertThat(Platform.header(rejected, "topic")).isEqualTo("clicks");
    assertThat(Platform.header(rejected, "offset")).isEqualTo("0");
    assertThat(Set.of("0", "1")).contains(Platform.header(rejected, "partition"));
  }

  @Test
  void goesOnFromASavepointWithoutLosingOrDoublingACount() throws Exception {
    options.set(RecommendationsOptions.MODEL_FROZEN, true);
    Recommender expected = new Recommender(settings().scoring());
    CATALOGUE.forEach(expected::accept);
    Interaction first = click("guest", "python", NOON - MINUTE);
    List<Interaction> events = morning();
    expected.accept(first);
    events.forEach(expected::accept);
    expected.refresh(events.get(events.size() - 1).atMillis());
    platform.announce(CATALOGUE);
    JobClient job = platform.start(options);
    platform.happen(first);
    // The catalogue must be known before the events, which take their tags from it.
    eventually().untilAsserted(() -> assertThat(platform.scores("pulse", "items")).hasSize(6));

    platform.happen(events.subList(0, 7));
    eventually().untilAsserted(() -> assertThat(platform.redis().get("rec:cyd")).isNotNull());
    String savepoint = platform.stop(job);
    platform.happen(events.subList(5, events.size()));
    platform.resume(options, savepoint);

    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.scores("pulse", "items"))
                  .usingRecursiveComparison(TO_SIX_DIGITS)
                  .isEqualTo(scores(expected.pulse().ranked(expected.table())));
              for (String user : expected.users()) {
                assertThat(platform.scores("interest:" + user, "tags"))
                    .usingRecursiveComparison(TO_SIX_DIGITS)
                    .isEqualTo(interests(expected, user));
              }
            });
  }

  @Test
  void writesAgainAndReloadsTheReaderWhenRedisComesBackEmpty() throws Exception {
    platform.announce(CATALOGUE);
    platform.start(options);
    platform.happen(morning());
    eventually().untilAsserted(() -> assertThat(platform.read("ada", 3)).hasSize(3));

    platform.server().stop();
    platform.happen(click("ada", "yoga", NOON + 40 * MINUTE));
    platform.server().launch();

    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.read("ada", 6))
                    .extracting(index -> index.get(0))
                    .contains("sleep")
                    .doesNotContain("yoga"));
  }
}

package dev.freshet.localstack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.effect.EffectInProcess;
import dev.freshet.effect.EffectJob;
import dev.freshet.effect.EffectSettings;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.simulator.HomeVisit;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.EffectCounts;
import dev.freshet.schemas.EffectState;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The effect job is befallen by one fault after the other while learners are shown lists and take
 * from them. In the end it has counted what the same code counts in one process, to the last list:
 * nothing is lost, and nothing counts twice.
 */
@Tag("platform")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EffectFaultsIT {

  /** Kept, so that one can look into the logs. */
  private static final Path DIRECTORY = Path.of("target", "effect-faults");

  /** Longer than anything may be due to a list. */
  private static final Duration LATER = Duration.ofDays(20);

  private static final String HOME = HomeVisit.PLACEMENT;

  /** Where lists are shown by whose time the others are over; nobody looks at its sums. */
  private static final String TIME = "time";

  private static final Experiment EXPERIMENT =
      new Experiment(
          "pulse",
          List.of(HOME),
          "pulse",
          0.1,
          Flow.START.minus(Duration.ofDays(1)).toEpochMilli(),
          Flow.START.plus(Duration.ofDays(60)).toEpochMilli(),
          List.of(
              new Variant(Variant.CONTROL, 0.5, Parameters.USUAL),
              new Variant("b", 0.5, Parameters.USUAL)),
          Metric.CTR,
          List.of(),
          1_000L);

  private static final Map<String, String> OPTIONS =
      Map.of(
          "kafka.topics.exposures", "exposures",
          "kafka.topics.experiments", "experiments",
          "effect.interval", "1 s",
          "effect.effects.delivery", "exactly-once");

  private final Counting counting = new Counting();
  private Platform platform;
  private Delivery delivery;

  /** The job in this process, which hears of everything once and in order. */
  private static final class Counting implements Flow.Onlooker {

    private final Random random = new Random(5);
    private final EffectInProcess counted =
        new EffectInProcess(
            EffectSettings.from(Configuration.fromMap(OPTIONS), RedisKeys.plain()),
            List.of(EXPERIMENT));
    private long lists;
    private boolean isOver;

    @Override
    public synchronized void announced(CatalogueItem item) {
      counted.accept(item);
    }

    @Override
    public synchronized HomeVisit.Page page(String user) {
      int first = random.nextInt(180);
      int variant = EXPERIMENT.assignment().variantOf(user);
      return new HomeVisit.Page(
          Stream.iterate(first, item -> item + 1).limit(20).map(item -> "course-" + item).toList(),
          variant == Assignment.NONE || isOver
              ? Map.of()
              : Map.of(EXPERIMENT.name(), EXPERIMENT.variants().get(variant).name()),
          List.of(),
          List.of());
    }

    @Override
    public synchronized ListExposure shown(ListExposure list) {
      if (isOver) {
        return new ListExposure(
            list.id(),
            list.user(),
            list.atMillis(),
            TIME,
            list.items(),
            list.variants(),
            list.listMillis());
      }
      lists++;
      counted.accept(list);
      return list;
    }

    @Override
    public synchronized void done(Interaction interaction) {
      if (!isOver) {
        counted.accept(interaction);
      }
    }

    synchronized void end() {
      isOver = true;
    }

    /** The documents that Redis should have. */
    synchronized Map<String, String> documents() {
      counted.pass(Flow.START.plus(LATER).toEpochMilli());
      Map<String, RedisWrite> writes = new TreeMap<>();
      counted.publish(write -> writes.put(write.key(), write));
      Map<String, String> documents = new TreeMap<>();
      writes.forEach((key, write) -> documents.put(key, write.value()));
      return documents;
    }
  }

  static Stream<Fault> faults() {
    return Faults.ofCounting();
  }

  @BeforeAll
  void start() throws Exception {
    FileUtils.deleteDirectory(DIRECTORY.toFile());
    platform =
        new Platform(
            DIRECTORY, List.of(EffectJob.NAME), RuleSet.NONE, OPTIONS, List.of(EXPERIMENT));
    platform.flow().show(counting);
    delivery = new Delivery(platform, EffectJob.NAME);
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Order(1)
  void goesOn(Fault fault) throws Exception {
    delivery.goesOnAfter(fault);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Delivery.PATIENCE).ignoreExceptions();
  }

  @Test
  @Order(2)
  void hasCountedInTheEndWhatIsCountedInOneProcessAndNothingTwice() throws Exception {
    counting.end();
    delivery.passTime(LATER);
    Map<String, String> expected = counting.documents();

    for (String key : List.of("effect:home", "experiment:pulse")) {
      eventually()
          .untilAsserted(
              () -> {
                String document = Redis.ask(platform.redis(), redis -> redis.get(key));
                assertThat(document).isEqualTo(expected.get(key));
              });
    }
    JsonNode home = new ObjectMapper().readTree(expected.get("effect:home"));
    System.out.printf(
        "%,d lists shown, %,d users, %,d clicks; %s%n",
        counting.lists,
        home.path("users").asLong(),
        home.path("clicks").asLong(),
        new ObjectMapper().readTree(expected.get("experiment:pulse")).path("text").asText());
    assertThat(home.path("lists").asLong()).isEqualTo(counting.lists).isGreaterThan(1_000);
    assertThat(home.path("clicks").asLong()).isGreaterThan(100);
    eventually().untilAsserted(() -> assertTold("placement:home", List.of(home)));
    eventually()
        .untilAsserted(
            () ->
                assertTold(
                    "experiment:pulse",
                    new ObjectMapper()
                        .readTree(expected.get("experiment:pulse"))
                        .path("variants")));
  }

  /** That the topic says last what Redis has. */
  private void assertTold(String subject, Iterable<JsonNode> documents) {
    EffectState state = Objects.requireNonNull(platform.onKafka().known().get(subject));
    int place = 0;
    for (JsonNode document : documents) {
      EffectCounts counts = state.getCounts().get(place++);
      assertThat(
              List.of(
                  counts.getUsers(), counts.getLists(), counts.getClicks(), counts.getPurchases()))
          .containsExactly(
              document.path("users").asLong(),
              document.path("lists").asLong(),
              document.path("clicks").asLong(),
              document.path("purchases").asLong());
    }
  }

  @AfterAll
  void close() {
    platform.close();
  }
}

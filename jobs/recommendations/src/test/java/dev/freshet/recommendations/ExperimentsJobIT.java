package dev.freshet.recommendations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.testing.LoopbackCluster;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Experiments from their topic to readers, through a real Kafka and a real Redis. */
class ExperimentsJobIT extends OnPlatform {

  private static final long NOON = 1_764_072_000_000L;
  private static final long FAR_FUTURE = 32_503_680_000_000L;
  private static final String TOPIC = "experiments";

  @BeforeEach
  void prepare() {
    platform.createTopic(TOPIC);
    options.set(KafkaOptions.TOPICS_EXPERIMENTS, TOPIC);
  }

  private static Experiment experiment(String name, String placement) {
    return experiment(name, placement, new Parameters(Map.of(), null, 0.2, null, ""));
  }

  private static Experiment experiment(String name, String placement, Parameters ofB) {
    return new Experiment(
        name,
        List.of(placement),
        name,
        0.0,
        NOON,
        FAR_FUTURE,
        List.of(new Variant(Variant.CONTROL, 0.5, Parameters.USUAL), new Variant("b", 0.5, ofB)),
        Metric.CTR,
        List.of(),
        1_000L);
  }

  private void apply(Experiment experiment) {
    put(
        experiment.name(),
        RecordEncoding.experiments().encode(ExperimentRecords.record(experiment)));
  }

  private void put(String name, byte @Nullable [] record) {
    platform.send(new ProducerRecord<>(TOPIC, name.getBytes(UTF_8), record));
  }

  private List<String> variant(String user, String placement) {
    return platform.read(user, 10, "PLACEMENT", placement, "WITHVARIANT").get(0);
  }

  private static List<String> expected(Experiment experiment, String user) {
    int number = experiment.assignment().variantOf(user);
    return List.of(experiment.name(), experiment.variants().get(number).name());
  }

  @Test
  void areInForceForEverybodyWithoutAnEventAndAfterARestart(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Experiment first = experiment("first", "home");
    Experiment second = experiment("second", "mail");
    apply(first);
    JobClient job = platform.start(options);
    platform.happen(Interaction.click("c1", "ada", "python", NOON));

    eventually()
        .untilAsserted(
            () -> {
              assertThat(variant("ada", "home")).isEqualTo(expected(first, "ada"));
              assertThat(variant("stranger", "home")).isEqualTo(expected(first, "stranger"));
            });

    apply(second);
    eventually()
        .untilAsserted(() -> assertThat(variant("ada", "mail")).isEqualTo(expected(second, "ada")));

    LoopbackCluster.awaitReadAtStart(cluster, job);
    platform.redis().del("pulse");
    platform.resume(options, platform.stop(job));
    platform.happen(Interaction.click("c2", "ben", "python", NOON + 1_000));
    eventually()
        .untilAsserted(
            () -> {
              assertThat(variant("ada", "home")).isEqualTo(expected(first, "ada"));
              assertThat(variant("ada", "mail")).isEqualTo(expected(second, "ada"));
            });

    put("first", null);
    eventually().untilAsserted(() -> assertThat(variant("ada", "home")).isEmpty());
    assertThat(variant("ada", "mail")).isEqualTo(expected(second, "ada"));
  }

  private static String userOf(Experiment experiment, int variant, String name) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> name + i)
        .filter(user -> experiment.assignment().variantOf(user) == variant)
        .findFirst()
        .orElseThrow();
  }

  private List<String> items(String user, String placement) {
    return platform.read(user, 2, "PLACEMENT", placement).stream().map(row -> row.get(0)).toList();
  }

  @Test
  void rankByOtherWeightsForEverybodyOfAVariantAtItsPlacementAlone() throws Exception {
    options.set(RecommendationsOptions.MODEL_FROZEN, true);
    Parameters unpopular =
        new Parameters(
            Map.of("popularity-1d", 0.0, "popularity-7d", 0.0, "popularity-30d", 0.0),
            null,
            null,
            null,
            "");
    Experiment experiment = experiment("unpopular", "home", unpopular);
    String ofB = userOf(experiment, 1, "learner-");
    String ofControl = userOf(experiment, 0, "learner-");
    platform.start(options);
    platform.happen(Interaction.click("c1", ofB, "go", NOON));
    platform.happen(Interaction.click("c2", ofControl, "go", NOON));
    platform.happen(Interaction.click("c3", "cem", "algebra", NOON));
    for (String user : List.of("dan", "eva", "fay", "gus")) {
      platform.happen(Interaction.click("of-" + user, user, "python", NOON));
    }
    List<String> popular = List.of("python", "algebra");
    eventually().untilAsserted(() -> assertThat(items(ofB, "home")).isEqualTo(popular));
    eventually().untilAsserted(() -> assertThat(items(ofControl, "home")).isEqualTo(popular));

    apply(experiment);
    List<String> byName = List.of("algebra", "python");
    eventually().untilAsserted(() -> assertThat(items(ofB, "home")).isEqualTo(byName));
    eventually()
        .untilAsserted(
            () ->
                assertThat(items(userOf(experiment, 1, "stranger-"), "home"))
                    .isEqualTo(List.of("algebra", "go")));
    assertThat(items(ofB, "mail")).isEqualTo(popular);
    assertThat(items(ofControl, "home")).isEqualTo(popular);

    put("unpopular", null);
    eventually().untilAsserted(() -> assertThat(items(ofB, "home")).isEqualTo(popular));
  }

  @Test
  void areRejectedIfTheyCannotBeUsed() throws Exception {
    Experiment first = experiment("first", "home");
    platform.start(options);
    platform.happen(Interaction.click("c1", "ada", "python", NOON));
    apply(first);
    eventually()
        .untilAsserted(() -> assertThat(variant("ada", "home")).isEqualTo(expected(first, "ada")));

    put("second", RecordEncoding.experiments().encode(ExperimentRecords.record(first)));
    put("first", new byte[] {1, 2, 3});

    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.rejections())
                    .isEqualTo(Map.of("wrong-experiment", 1, "malformed", 1)));
    eventually().untilAsserted(() -> assertThat(variant("ada", "home")).isEmpty());
  }
}

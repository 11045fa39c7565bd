package dev.freshet.recommendations;

import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.kafka.EventTopics;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.testing.LoopbackCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A record on which an operator fails, in a job between a real Kafka and a real Redis. */
@Tag("slow")
class FailedRecordIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String POISON = "poison";

  private static final RecursiveComparisonConfiguration TO_SIX_DIGITS =
      RecursiveComparisonConfiguration.builder()
          .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-6, Double.class)
          .build();

  private static final List<CatalogueItem> CATALOGUE =
      List.of(item("python", "programming"), item("java", "programming"), item("yoga", "health"));

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2, 1);

  @TempDir private Path directory;
  private Platform platform;
  private Configuration options;
  private int events;

  @BeforeEach
  void openPlatform() {
    platform = new Platform(directory);
    options = platform.options();
    options.set(RecommendationsOptions.MODEL_FROZEN, true);
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
  }

  @AfterEach
  void closePlatform() {
    platform.close();
  }

  /** Where the job is made to fail. */
  private record Poisoning(
      UnaryOperator<DataStream<Interaction>> beforeHistory,
      UnaryOperator<DataStream<RowChange>> beforeItems) {}

  private JobClient start(Poisoning poisoning) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    env.setParallelism(2);
    RuntimeSettings runtime = RuntimeSettings.from(options, RecommendationsJob.NAME);
    RecommendationsSettings settings =
        RecommendationsSettings.from(options, runtime.redis().keys());
    EventStreams streams =
        new EventTopics(runtime.kafka(), runtime.events()).read(env, settings.items());
    RecommendationsTopology topology =
        RecommendationsTopology.of(
            EventStreams.byUser(poisoning.beforeHistory().apply(streams.interactions())),
            Optional.empty(),
            streams.catalogue(),
            settings,
            runtime.redis(),
            poisoning.beforeItems());
    RecommendationsJob.attachRedis(topology, runtime);
    return env.executeAsync(RecommendationsJob.NAME);
  }

  /** Fails itself, before anything is kept of the interaction. */
  private static final class Failing implements MapFunction<Interaction, Interaction> {

    @Override
    public Interaction map(Interaction interaction) {
      if (interaction.item().equals(POISON)) {
        throw new IllegalStateException("a fault of the operator");
      }
      return interaction;
    }
  }

  /** Makes the operator of items fail, when its users' histories have been changed already. */
  private static final class Breaking implements MapFunction<RowChange, RowChange> {

    // Told so, an item cannot be counted: that is the fault.
    @SuppressWarnings("NullAway")
    @Override
    public RowChange map(RowChange change) {
      RowChange.NeighbourQuery query = change.query();
      if (query == null || !query.item().equals(POISON)) {
        return change;
      }
      RowChange.NeighbourQuery broken =
          new RowChange.NeighbourQuery(
              query.user(),
              query.number(),
              query.item(),
              query.atMillis(),
              query.completed(),
              query.from(),
              query.to(),
              null,
              query.before(),
              query.example(),
              query.opinion());
      return new RowChange(
          change.row(),
          change.earlier(),
          change.later(),
          change.gain(),
          change.next(),
          change.before(),
          change.atMillis(),
          broken,
          change.shown());
    }
  }

  private Interaction click(String user, String item) {
    return Interaction.click("event-" + events, user, item, NOON + events++ * MINUTE);
  }

  private List<Interaction> clicks() {
    List<Interaction> clicks = new ArrayList<>();
    for (String item : List.of("python", "java", "yoga")) {
      for (String user : List.of("ada", "ben", "cyd", "dan")) {
        clicks.add(click(user, item));
      }
    }
    return clicks;
  }

  private void assertFailedRecordIsLeftOut(Poisoning poisoning, String cause) throws Exception {
    List<Interaction> before = clicks();
    Interaction poison = click("ada", POISON);
    List<Interaction> after = clicks();
    Recommender expected =
        new Recommender(RecommendationsSettings.from(options, RedisKeys.plain()).scoring());
    CATALOGUE.forEach(expected::accept);
    before.forEach(expected::accept);
    after.forEach(expected::accept);
    expected.refresh(after.get(after.size() - 1).atMillis());
    platform.announce(CATALOGUE);
    JobClient job = start(poisoning);
    platform.happen(before);
    platform.happen(poison);
    platform.happen(after);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(platform.rejections()).isEqualTo(Map.of("failed", 1));
              assertThat(platform.scores("pulse", "items"))
                  .usingRecursiveComparison(TO_SIX_DIGITS)
                  .isEqualTo(
                      expected.pulse().ranked(expected.table()).stream()
                          .collect(Collectors.toMap(ScoredItem::item, ScoredItem::score)));
              for (String user : expected.users()) {
                assertThat(platform.redis().get("rec:" + user)).doesNotContain(POISON);
              }
            });
    ConsumerRecord<byte[], byte[]> rejected = platform.rejected().get(0);
    assertThat(rejected.value()).isEqualTo(platform.record(poison).value());
    assertThat(Platform.header(rejected, "topic")).isEqualTo("clicks");
    assertThat(Platform.header(rejected, "detail")).contains(cause).contains("\tat dev.freshet.");
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
    job.cancel().get();
  }

  @Test
  void isRejectedWhereItIsCleaned() throws Exception {
    assertFailedRecordIsLeftOut(
        new Poisoning(
            interactions ->
                interactions.map(new Failing()).returns(Interaction.class).uid("poison"),
            changes -> changes),
        "a fault of the operator");
  }

  @Test
  void isRejectedBeforeItsUsersHistoryIsChangedIfItsItemCannotBeCounted() throws Exception {
    assertFailedRecordIsLeftOut(
        new Poisoning(
            interactions -> interactions,
            changes ->
                changes
                    .map(new Breaking())
                    .returns(TypeInformation.of(RowChange.class))
                    .uid("poison")),
        "NullPointerException");
  }
}

package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MINUTE;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.PULSE;
import static dev.freshet.effect.Lists.SECOND;
import static dev.freshet.effect.Lists.click;
import static dev.freshet.effect.Lists.shown;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.effect.Lists.Life;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.schemas.EffectCounts;
import dev.freshet.schemas.EffectReason;
import dev.freshet.schemas.EffectState;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * The whole job between a real Kafka and a real Redis. What occurs is there before the job is
 * started, so that no topic is taken for silent while another one is read.
 */
class EffectJobIT extends OnJobPlatform<Platform> {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Map<String, String> CONTROL = Map.of("pulse", "control");
  private static final List<String> TAGS = List.of("tag:maths", "tag:go");
  private static final Map<String, String> B = Map.of("pulse", "b");

  /** Of the same name as {@link Lists#PULSE}, with other shares. */
  private static final Experiment UNEVEN =
      new Experiment(
          PULSE.name(),
          PULSE.placements(),
          PULSE.salt(),
          PULSE.holdout(),
          PULSE.fromMillis(),
          PULSE.untilMillis(),
          List.of(
              new Variant("control", 0.8, Parameters.USUAL),
              new Variant("b", 0.2, Parameters.USUAL)),
          PULSE.primary(),
          PULSE.guardrails(),
          PULSE.plannedUsers());

  EffectJobIT() {
    super(Platform::new);
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }

  private void awaitDocument(String key, String... parts) {
    eventually().untilAsserted(() -> assertThat(platform.document(key)).contains(parts));
  }

  @Test
  void countsWhatFollowsListsByPlacementAndByVariant() throws Exception {
    platform.apply(PULSE);
    platform.show(
        shown("ada", MONDAY_NOON, "home", CONTROL, TAGS, "algebra", "go"),
        shown("ada", MONDAY_NOON, "home", CONTROL, TAGS, "algebra", "go"),
        shown("bob", MONDAY_NOON + SECOND, "home", B, "algebra", "go"),
        shown("bob", MONDAY_NOON + 2 * SECOND, "search", Map.of(), "chess"));
    platform.happen(
        click("ada", "algebra", MONDAY_NOON + MINUTE),
        click("ada", "algebra", MONDAY_NOON + MINUTE),
        click("bob", "chess", MONDAY_NOON + MINUTE),
        Lists.study("bob", "go", MONDAY_NOON + 2 * MINUTE),
        click("bob", "go", MONDAY_NOON + 40 * MINUTE));
    platform.passUntil(MONDAY_NOON + DAY);
    platform.start(options);

    awaitDocument(
        "effect:home",
        "{\"v\":1,\"asOf\":%d,\"placement\":\"home\"".formatted(MONDAY_NOON + 2 * MINUTE),
        "\"users\":2,\"programs\":0,\"lists\":2,\"clicks\":1,\"ctr\":0.500000",
        "\"studyMinutes\":1.500000,\"completions\":1,\"likes\":0,\"purchases\":0");
    awaitDocument("effect:search", "\"users\":1,\"programs\":0,\"lists\":1,\"clicks\":1");
    awaitDocument(
        "experiment:pulse",
        "\"verdict\":\"open\"",
        "{\"name\":\"control\",\"share\":0.500000,\"users\":1,\"programs\":0,\"lists\":1,"
            + "\"clicks\":1",
        "{\"name\":\"b\",\"share\":0.500000,\"users\":1,\"programs\":0,\"lists\":1,\"clicks\":0");
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.effect("placement:home"))
                    .isEqualTo(
                        new EffectState(
                            "home",
                            "",
                            Instant.ofEpochMilli(MONDAY_NOON + 2 * MINUTE),
                            "",
                            "",
                            "",
                            List.of(
                                new EffectCounts(
                                    "home",
                                    2L,
                                    0L,
                                    2L,
                                    1L,
                                    90L,
                                    1L,
                                    0L,
                                    0L,
                                    0L,
                                    List.of(
                                        new EffectReason("tag", 2L, 1L, 0L, 0L, 0L, 0L),
                                        new EffectReason("untold", 2L, 0L, 90L, 1L, 0L, 0L)),
                                    0L,
                                    0L,
                                    2L,
                                    0L,
                                    4L,
                                    null)))));
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.effect("experiment:pulse"))
                    .extracting(EffectState::getExperiment, EffectState::getVerdict)
                    .containsExactly("pulse", "open"));
  }

  @Test
  void tellsTheSameAsInProcessOfManyUsers() throws Exception {
    Life life = Life.of(400);
    Map<String, String> expected = platform.inProcess(life, Lists.SETTINGS.keys());
    platform.live(life);
    platform.start(options);

    for (String key : List.of("effect:home", "effect:search", "experiment:pulse")) {
      eventually()
          .untilAsserted(() -> assertThat(platform.document(key)).isEqualTo(expected.get(key)));
    }
    assertThat(expected.get("experiment:pulse")).contains("\"verdict\":\"better\"");
  }

  @Test
  void countsListsThoughNoEventHasEverCome() throws Exception {
    options.set(EffectOptions.QUIET, Duration.ofSeconds(1));
    platform.show(
        shown("ada", MONDAY_NOON, "home", CONTROL, "algebra"),
        shown("bob", MONDAY_NOON + MINUTE, "home", CONTROL, "algebra"),
        shown("time", MONDAY_NOON + DAY, "time", Map.of(), "time"));
    platform.start(options);

    awaitDocument("effect:home", "\"lists\":2,\"clicks\":0");
  }

  @Test
  void countsListsOfLongBeforeTheFirstEvent() throws Exception {
    options.set(EffectOptions.MAX_DRIFT, Duration.ofHours(12));
    for (int each = 0; each < 20; each++) {
      platform.show(shown("ada", MONDAY_NOON + each * DAY / 2, "home", CONTROL, "algebra"));
    }
    platform.happen(click("ada", "algebra", MONDAY_NOON + 19 * DAY / 2 + MINUTE));
    platform.passUntil(MONDAY_NOON + 11 * DAY);
    platform.start(options);

    awaitDocument("effect:home", "\"lists\":20,\"clicks\":1");
  }

  @Test
  void tellsWhichShareOfTheCatalogueIsShown() throws Exception {
    platform.describe(
        Lists.item("algebra", MONDAY_NOON - 10 * DAY),
        Lists.item("go", MONDAY_NOON - DAY),
        Lists.item("chess", 0L));
    platform.show(shown("ada", MONDAY_NOON, "home", CONTROL, "algebra", "go"));
    platform.passUntil(MONDAY_NOON + DAY);
    platform.start(options);

    awaitDocument(
        "effect:home",
        "\"catalogue\":3,\"shown\":2,\"items\":2,\"coverage\":0.666667,\"newShare\":0.500000");
  }

  @Test
  void takesAnExperimentThatIsAppliedWhileItRunsAndRejectsWhatItCannotUse() throws Exception {
    platform.show(shown("ada", MONDAY_NOON, "home", CONTROL, "algebra"));
    platform.passUntil(MONDAY_NOON + DAY);
    platform.start(options);
    awaitDocument("effect:home", "\"users\":1");
    assertThat(platform.document("experiment:pulse")).isEmpty();

    platform.apply("broken", new byte[] {1, 2, 3});
    platform.send(new ProducerRecord<>("exposures", "ada".getBytes(UTF_8), new byte[] {1}));
    platform.tell("ada", new byte[] {1, 2, 3});
    platform.apply(PULSE);

    awaitDocument("experiment:pulse", "{\"name\":\"control\",\"share\":0.500000,\"users\":1");
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.rejected())
                    .containsExactlyInAnyOrder("malformed", "malformed", "malformed"));
  }

  @Test
  void goesOnFromASavepointWithoutCountingAnythingTwice(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    platform.apply(PULSE);
    platform.show(shown("ada", MONDAY_NOON, "home", CONTROL, "algebra"));
    platform.happen(click("ada", "algebra", MONDAY_NOON + MINUTE));
    platform.passUntil(MONDAY_NOON + 3 * MINUTE);
    JobClient job = platform.start(options);
    awaitDocument("effect:home", "\"lists\":1,\"clicks\":1");

    EndOfStart.await(cluster, job);
    String savepoint = platform.stop(job);
    platform.happen(click("ada", "algebra", MONDAY_NOON + 20 * MINUTE));
    platform.show(shown("ada", MONDAY_NOON + 20 * MINUTE, "home", CONTROL, "go"));
    platform.passUntil(MONDAY_NOON + DAY);
    platform.resume(options, savepoint);

    awaitDocument("effect:home", "\"users\":1,\"programs\":0,\"lists\":2,\"clicks\":1");
    awaitDocument("experiment:pulse", "\"users\":1,\"programs\":0,\"lists\":2,\"clicks\":1");
  }

  @Test
  void goesByATopicOfExperimentsThatWasMadeAnewWhileItWasStopped(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    JobClient job = startWithPulseBehindOthers();
    EndOfStart.await(cluster, job);
    String savepoint = platform.stop(job);

    platform.remakeExperiments();
    applyBeforeOthers(UNEVEN);
    platform.resume(options, savepoint);

    awaitDocument("experiment:pulse", "{\"name\":\"control\",\"share\":0.800000,\"users\":1");
    assertThat(platform.rejected()).isEmpty();
  }

  @Test
  void goesByATopicOfExperimentsThatIsMadeAnewWhileItRuns() throws Exception {
    options.set(KafkaOptions.PROPERTIES, Map.of("partition.discovery.interval.ms", "200"));
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    startWithPulseBehindOthers();

    platform.remakeExperiments();
    applyBeforeOthers(UNEVEN);

    awaitDocument("experiment:pulse", "{\"name\":\"control\",\"share\":0.800000,\"users\":1");
  }

  /** The experiment lies at the end of its topic. */
  private JobClient startWithPulseBehindOthers() throws Exception {
    platform.apply("over", null);
    platform.apply("over", null);
    platform.apply(PULSE);
    platform.show(shown("ada", MONDAY_NOON, "home", CONTROL, "algebra"));
    platform.passUntil(MONDAY_NOON + DAY);
    JobClient job = platform.start(options);
    awaitDocument("experiment:pulse", "{\"name\":\"control\",\"share\":0.500000,\"users\":1");
    return job;
  }

  /** The experiment is told before the place up to which the topic was read that was there. */
  private void applyBeforeOthers(Experiment experiment) {
    platform.apply(experiment);
    for (int other = 0; other < 5; other++) {
      platform.apply("other", null);
    }
  }

  @Test
  void publishesAgainWhatRedisHasLost() throws Exception {
    platform.apply(PULSE);
    platform.show(shown("ada", MONDAY_NOON, "home", CONTROL, "algebra"));
    platform.passUntil(MONDAY_NOON + DAY);
    platform.start(options);
    awaitDocument("experiment:pulse", "\"users\":1");

    platform.redis().flushall();

    awaitDocument("experiment:pulse", "\"users\":1");
    awaitDocument("effect:home", "\"users\":1");
  }

  @Test
  void asksForTheTopicOfExposures() {
    options.set(KafkaOptions.TOPICS_EXPOSURES, "");

    assertThatThrownBy(() -> platform.start(options))
        .hasMessageContaining("kafka.topics.exposures is required");
  }

  @Test
  void namesATopicThatIsMissingAndTheCommandThatCreatesIt() {
    options.set(KafkaOptions.TOPICS_EXPOSURES, "no-exposures");

    assertThatThrownBy(() -> platform.start(options).getJobExecutionResult().get())
        .hasStackTraceContaining("Kafka does not have the topics no-exposures.")
        .hasStackTraceContaining("--create --topic no-exposures\n");
  }
}

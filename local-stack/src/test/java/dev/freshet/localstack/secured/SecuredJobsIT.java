package dev.freshet.localstack.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.effect.EffectJob;
import dev.freshet.effect.EffectOptions;
import dev.freshet.engagement.EngagementJob;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.stickiness.StickinessJob;
import dev.freshet.testing.LoopbackFlink;
import io.lettuce.core.FlushMode;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All jobs, and a frontend, with nothing but the rights that the contract names. */
class SecuredJobsIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private SecuredServers servers;
  private MiniCluster flink;

  @BeforeEach
  void start() throws Exception {
    servers = new SecuredServers(directory);
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(LoopbackFlink.configuration())
                .setNumSlotsPerTaskManager(4)
                .build());
    flink.start();
  }

  @AfterEach
  void stop() throws Exception {
    flink.close();
    servers.close();
  }

  /** Defines a job. */
  private interface Definition {
    void define(StreamExecutionEnvironment env, Configuration options);
  }

  private void run(String job, Definition definition) throws Exception {
    Configuration options = Configuration.fromMap(servers.options(job));
    // Nothing comes late, and from some topics nothing at all.
    options.set(EventOptions.IDLE_TIMEOUT, Duration.ofSeconds(1));
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ofSeconds(1));
    options.set(EngagementOptions.LATENESS, Duration.ZERO);
    options.set(EngagementOptions.QUIET, Duration.ofSeconds(1));
    options.set(EffectOptions.INTERVAL, Duration.ofSeconds(1));
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    env.setParallelism(1);
    definition.define(env, options);
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(job);
    flink.submitJob(graph.getJobGraph()).get();
  }

  private void happen(String user, List<String> items) throws Exception {
    EventRecords records = new EventRecords(servers.topics());
    for (String item : items) {
      servers.send(records.of(Interaction.click(user + item, user, item, NOON)));
    }
  }

  /** Cleo asks, Ada answers, and Cleo accepts it; time goes on until that is heard of. */
  private void discuss() throws Exception {
    EventRecords records = new EventRecords(servers.topics());
    for (Interaction each :
        List.of(
            said("question", "cleo", InteractionKind.QUESTION, "", 1),
            said("answer", "ada", InteractionKind.ANSWER, "question", 2),
            said("accept", "cleo", InteractionKind.ACCEPT, "answer", 3),
            said("later", "cleo", InteractionKind.COMMENT, "", Duration.ofMinutes(5).toMillis()))) {
      servers.send(records.of(each));
    }
  }

  private static Interaction said(
      String id, String user, InteractionKind kind, String replyTo, long afterMillis) {
    return Interaction.of(id, user, "algebra", NOON + afterMillis, kind)
        .inThread("question", replyTo);
  }

  private void show(String user, List<String> items) throws Exception {
    servers.send(
        new EventRecords(servers.topics())
            .of(new ListExposure("list", user, NOON, "home", items, Map.of(), EventTime.NEVER)));
  }

  private static List<Object> recommended(
      RedisCommands<String, String> redis, String user, String... filter) {
    RedisKeys keys = RedisKeys.plain();
    return redis.fcallReadOnly(
        RedisKeys.RECOMMEND,
        ScriptOutputType.MULTI,
        new String[] {keys.rec(user), keys.pulseFor(user)},
        Stream.concat(Stream.of("10"), Stream.of(filter)).toArray(String[]::new));
  }

  private static List<Object> similar(RedisCommands<String, String> redis, String item) {
    RedisKeys keys = RedisKeys.plain();
    return redis.fcallReadOnly(
        RedisKeys.SIMILAR,
        ScriptOutputType.MULTI,
        new String[] {keys.similar(item), keys.retiredFor(item)},
        "10");
  }

  private static void assertRefused(ThrowingCallable command) {
    assertThatThrownBy(command)
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("NOPERM");
  }

  @Test
  void doTheirWorkOverTlsWithTheRightsOfTheContract() throws Exception {
    run(RecommendationsJob.NAME, RecommendationsJob::define);
    run(StickinessJob.NAME, StickinessJob::define);
    servers.apply(RuleFiles.beside(SecuredJobsIT.class, "rules.yaml", Instant.EPOCH).orFail());
    run(EngagementJob.NAME, EngagementJob::define);
    run(EffectJob.NAME, EffectJob::define);
    show("ada", List.of("algebra", "python"));
    happen("ada", List.of("algebra", "python", "undefined"));
    happen("ben", List.of("algebra", "logic"));
    discuss();
    RedisCommands<String, String> frontend = servers.redisAs("frontend");

    await()
        .atMost(PATIENCE)
        .ignoreException(RedisCommandExecutionException.class)
        .untilAsserted(
            () -> {
              assertThat(recommended(frontend, "ada")).isNotEmpty();
              assertThat(recommended(frontend, "ada", "NOT", "1", "tag")).isNotEmpty();
              assertThat(frontend.get("rec:ben")).isNotNull();
              assertThat(similar(frontend, "algebra")).isNotEmpty();
              assertThat(frontend.zmscore("retired", "algebra")).isNotNull();
              assertThat(frontend.get("interest:ada")).isNull();
              assertThat(frontend.hgetall("weights")).isNotEmpty();
              assertThat(frontend.hgetall("stickiness:ada")).containsKey("score");
              assertThat(frontend.hgetall("stickiness:tiers")).isNotEmpty();
              assertThat(frontend.hgetall("platform")).isNotEmpty();
              assertThat(frontend.zrevrange("stickiness:top", 0, -1)).isNotNull();
              assertThat(frontend.hgetall("engagement:ben")).containsEntry("points", "2");
              assertThat(frontend.zrevrange("points:top", 0, -1)).contains("ada", "ben");
              assertThat(frontend.zrevrange("activity:autumn:top", 0, -1)).contains("ada", "ben");
              assertThat(frontend.zrevrange("audience:beginners", 0, -1)).contains("ada", "ben");
              assertThat(frontend.get("threads:algebra")).contains("question");
              assertThat(frontend.get("effect:home")).contains("\"lists\":1");
            });
    await().atMost(PATIENCE).until(() -> servers.generation() != null);
    assertThat(servers.refusals()).isEmpty();
  }

  @Test
  void mayDoNothingElse() {
    RedisCommands<String, String> recommendations = servers.redisAs("recommendations");
    RedisCommands<String, String> stickiness = servers.redisAs("stickiness");
    RedisCommands<String, String> engagement = servers.redisAs("engagement");
    RedisCommands<String, String> effect = servers.redisAs("effect");
    RedisCommands<String, String> frontend = servers.redisAs("frontend");

    recommendations.set("rec:ada", "{}");
    assertRefused(() -> recommendations.set("sessions:ada", "{}"));
    assertRefused(() -> recommendations.get("rec:ada"));
    assertRefused(() -> recommendations.hset("platform", "users", "0"));
    assertRefused(() -> recommendations.hset("fence:stickiness", "epoch", "0"));
    for (RedisCommands<String, String> user :
        List.of(recommendations, stickiness, engagement, effect, frontend)) {
      assertRefused(user::flushall);
      assertRefused(() -> user.keys("*"));
      assertRefused(() -> user.configGet("*"));
      assertRefused(() -> user.functionFlush(FlushMode.SYNC));
      assertRefused(user::aclList);
    }
    stickiness.hset("stickiness:ada", "score", "1");
    assertRefused(() -> stickiness.hset("fence:recommendations", "epoch", "0"));
    assertRefused(() -> stickiness.set("rec:ada", "{}"));
    engagement.hset("engagement:ada", "points", "1");
    assertRefused(() -> engagement.hset("fence:stickiness", "epoch", "0"));
    assertRefused(() -> engagement.hset("stickiness:ada", "score", "1"));
    effect.set("effect:home", "{}");
    assertRefused(() -> effect.hset("fence:engagement", "epoch", "0"));
    assertRefused(() -> effect.set("rule:each", "{}"));
    assertThat(frontend.get("rec:ada")).isEqualTo("{}");
    assertRefused(() -> frontend.set("rec:ada", "{}"));
    assertRefused(() -> frontend.del("rec:ada"));
    assertRefused(() -> frontend.get("sessions:ada"));
  }
}

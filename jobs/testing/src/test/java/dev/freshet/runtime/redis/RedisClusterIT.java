package dev.freshet.runtime.redis;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.schemas.ReaderFunction;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.testing.EmbeddedRedisCluster;
import dev.freshet.testing.EmbeddedRedisCluster.Node;
import io.lettuce.core.ScriptOutputType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sink task before a real Redis Cluster, whose nodes come and go. */
@Tag("faults")
class RedisClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int USERS = 1_000;
  private static final RedisKeys KEYS = new RedisKeys("", 16);

  @TempDir private static Path directory;
  private static EmbeddedRedisCluster cluster;

  private static final SinkWriter.Context NO_CONTEXT =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
          return null;
        }
      };

  private final AtomicInteger round = new AtomicInteger();

  /** Each test is another start of the job on the cluster that they share. */
  private final String graph = UUID.randomUUID().toString();

  private RedisWriter writer;

  @BeforeAll
  static void start() {
    cluster = EmbeddedRedisCluster.start(3, directory);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    writer = newWriter(options(), 0);
  }

  private static Configuration options() {
    return cluster.in(new Configuration(), KEYS).set(RedisOptions.TIMEOUT, Duration.ofSeconds(2));
  }

  private RedisWriter newWriter(Configuration options, int attempt) {
    RedisSettings settings = RedisSettings.from(options);
    RedisLibrary library =
        new RedisLibrary(ReaderFunction.NAME, ReaderFunction.VERSION, ReaderFunction.code());
    return new RedisWriter(
        settings,
        new RedisSession(settings, List.of(library), new WriterTask("job", graph, "task", attempt)),
        new RedisMetrics(new Counts(), Clock.systemUTC()),
        "redis-writer");
  }

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void writesEveryDocumentWhereItsReaderIs() throws Exception {
    writeARound();
    writer.flush(false);

    assertThatEveryUserReadsTheLastRound();
  }

  @Test
  void waitsForTheReplicaOfAMasterThatIsKilledThoughItKnewNoOtherNodeAtFirst() throws Exception {
    Node killed = cluster.replicatedMaster();
    String pulse =
        KEYS.pulse().stream()
            .filter(key -> cluster.masterOf(key) == killed)
            .findFirst()
            .orElseThrow();
    writer.close();
    writer = newWriter(options().set(RedisOptions.URI, killed.server().uri()), 1);
    try (Flow flow = new Flow()) {
      flow.awaitRounds(2);
      killed.kill();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> cluster.masterOf(pulse) != killed);
      flow.awaitRounds(2);
    }
    killed.launch();
    cluster.awaitWhole();

    assertThatEveryUserReadsTheLastRound();
  }

  @Test
  void followsSlotsToAMasterThatIsNew() throws Exception {
    try (Flow flow = new Flow()) {
      flow.awaitRounds(2);
      Node added = cluster.addMaster();
      await().atMost(PATIENCE).until(() -> loadedVersion(added).equals(ReaderFunction.VERSION));
      for (int i = 0; i < 3; i++) {
        cluster.moveSlot(KEYS.rec("user-" + i), added);
      }
      flow.awaitRounds(2);

      assertThat(cluster.masterOf(KEYS.rec("user-0"))).isSameAs(added);
    }

    assertThatEveryUserReadsTheLastRound();
  }

  @Test
  void failsWithTheOptionToMendWhenTheClusterRefuses() throws Exception {
    Configuration options = options();
    options.set(RedisOptions.USERNAME, "nobody");
    options.set(RedisOptions.PASSWORD, "wrong");
    try (RedisWriter refused = newWriter(options, 1)) {
      refused.write(RedisWrite.set(KEYS.rec("ada"), "x", 0), NO_CONTEXT);

      assertThatThrownBy(() -> refused.flush(false))
          .hasMessageContaining("WRONGPASS")
          .hasMessageContaining("redis.password");
    }
  }

  @Test
  void keepsOutATaskWhoseJobHasBeenStartedAnewOnEveryMaster() throws Exception {
    writeARound();
    writer.write(RedisWrite.member(KEYS.stickinessTop(), "ada", 1, 10), NO_CONTEXT);
    writer.flush(false);
    try (RedisWriter successor = newWriter(options(), 1)) {
      successor.write(RedisWrite.member(KEYS.stickinessTop(), "ben", 1, 10), NO_CONTEXT);
      successor.flush(false);
      for (int user = 0; user < USERS; user++) {
        writer.write(RedisWrite.set(KEYS.rec("user-" + user), "leftover", 0), NO_CONTEXT);
      }

      assertThatThrownBy(() -> writer.flush(false)).hasMessageContaining("has taken over");
    }
    assertThatEveryUserReadsTheLastRound();
  }

  @Test
  void tellsALossFromSlotsThatMove() {
    Configuration options = options().set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(100));
    try (GenerationWatch watch =
        new GenerationWatch(RedisSettings.from(options), 0, "redis-watch")) {
      await().atMost(PATIENCE).until(() -> watch.generation() > 0);
      long generation = watch.generation();
      Node added = cluster.addMaster();
      String moved = KEYS.generation().get(5);
      cluster.moveSlot(moved, added);
      await().atMost(PATIENCE).until(() -> added.commands().get(moved).contains(run(added)));
      assertThat(watch.generation()).isEqualTo(generation);

      Node killed = cluster.replicatedMaster();
      killed.kill();

      await().atMost(PATIENCE).until(() -> watch.generation() > generation);
      killed.launch();
      cluster.awaitWhole();
    }
  }

  private static String run(Node node) {
    return node.commands()
        .info("server")
        .lines()
        .filter(line -> line.startsWith("run_id:"))
        .findFirst()
        .orElseThrow()
        .substring("run_id:".length());
  }

  private static String loadedVersion(Node node) {
    try {
      return node.commands()
          .fcallReadOnly(ReaderFunction.NAME + "_version", ScriptOutputType.VALUE, new String[0]);
    } catch (RuntimeException e) {
      return "none";
    }
  }

  private void writeARound() throws Exception {
    int number = round.incrementAndGet();
    for (String pulse : KEYS.pulse()) {
      writer.write(RedisWrite.set(pulse, "{\"v\":1,\"asOf\":1,\"items\":[]}", 0), NO_CONTEXT);
    }
    for (int user = 0; user < USERS; user++) {
      writer.write(RedisWrite.set(KEYS.rec("user-" + user), document(number), 0), NO_CONTEXT);
    }
  }

  private static String document(int number) {
    return "{\"v\":4,\"asOf\":1,\"items\":[\"round-"
        + number
        + "\"],\"scores\":[1000000],\"reasons\":\"\\nvector\\n\",\"because\":\"0\","
        + "\"exclude\":\"\",\"recent\":\"\",\"peerWeight\":0}";
  }

  private void assertThatEveryUserReadsTheLastRound() {
    Map<String, Node> masters =
        KEYS.pulse().stream().collect(toMap(identity(), pulse -> cluster.masterOf(pulse)));
    assertThat(IntStream.range(0, USERS).mapToObj(user -> "user-" + user))
        .allSatisfy(
            user ->
                assertThat(firstItem(user, requireNonNull(masters.get(KEYS.pulseFor(user)))))
                    .isEqualTo("round-" + round.get()));
  }

  /** What a frontend gets from one server. */
  private static Object firstItem(String user, Node server) {
    List<List<Object>> list =
        server
            .commands()
            .fcallReadOnly(
                RedisKeys.RECOMMEND,
                ScriptOutputType.MULTI,
                new String[] {KEYS.rec(user), KEYS.pulseFor(user)},
                "5");
    return list.isEmpty() ? "nothing" : list.get(0).get(0);
  }

  /** Writes round after round until it is closed, then everything has been acknowledged. */
  private final class Flow implements AutoCloseable {

    private final CompletableFuture<Void> rounds = CompletableFuture.runAsync(this::run);
    private volatile boolean ending;

    private void run() {
      try {
        while (!ending) {
          writeARound();
          writer.flush(false);
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void awaitRounds(int more) {
      int until = round.get() + more;
      await().atMost(PATIENCE).until(() -> round.get() >= until || rounds.isDone());
      assertThat(rounds).isNotCompletedExceptionally();
    }

    @Override
    public void close() {
      ending = true;
      rounds.join();
    }
  }
}

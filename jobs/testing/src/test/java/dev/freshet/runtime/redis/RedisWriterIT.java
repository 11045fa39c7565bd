package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.schemas.WriteFunction;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.FlushMode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One sink task before a real Redis, which at times is not there. */
class RedisWriterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RedisLibrary LIBRARY =
      new RedisLibrary(
          "greeting",
          "1.0.0",
          """
          #!lua name=greeting
          redis.register_function{
            function_name = 'greeting_version',
            callback = function() return '1.0.0' end,
            flags = {'no-writes'}}
          """);

  private final EmbeddedRedis server = EmbeddedRedis.start();
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> redis = client.connect().sync();
  private final Configuration options = new Configuration();
  private final Counts counts = new Counts();
  private final RedisLog log = new RedisLog();
  private @Nullable RedisWriter opened;

  @BeforeEach
  void open() {
    options.set(RedisOptions.URI, server.uri());
    options.set(RedisOptions.TIMEOUT, Duration.ofSeconds(2));
    if (opened != null) {
      opened.close();
    }
    opened = newWriter(0);
  }

  private RedisWriter writer() {
    return Objects.requireNonNull(opened);
  }

  @AfterEach
  void close() {
    writer().close();
    client.shutdown();
    server.close();
    log.close();
  }

  private RedisWriter newWriter(int attempt) {
    RedisSettings settings = RedisSettings.from(options);
    return new RedisWriter(
        settings,
        new RedisSession(settings, List.of(LIBRARY), new WriterTask("job", "graph", "1", attempt)),
        new RedisMetrics(counts, Clock.systemUTC()),
        "redis-writer");
  }

  private void write(RedisWrite write) throws IOException, InterruptedException {
    writer().write(write, NO_CONTEXT);
  }

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

  @Test
  void keepsTheMembersWithTheHighestScoresInASortedSet() throws Exception {
    for (String member : List.of("ada", "ben", "cy", "dan")) {
      write(RedisWrite.member("top", member, member.charAt(0), 3));
    }
    write(RedisWrite.member("top", "ben", 1000, 3));
    write(RedisWrite.noMember("top", "cy"));
    write(RedisWrite.noMember("top", "nobody"));
    writer().flush(false);

    assertThat(redis.zrevrange("top", 0, -1)).startsWith("ben", "dan").doesNotContain("cy");
    assertThat(redis.zscore("top", "ben")).isEqualTo(1000);
    assertThat(redis.zcard("top")).isBetween(2L, 3L);
  }

  @Test
  void keepsAllMembersOfASetWithoutALimit() throws Exception {
    write(RedisWrite.member("retired", "first", 1.0, Long.MAX_VALUE));
    write(RedisWrite.member("retired", "second", 2.0, Long.MAX_VALUE));
    writer().flush(false);

    assertThat(redis.zrange("retired", 0, -1)).containsExactly("first", "second");
    assertThat(log.text()).doesNotContain("refuses");
  }

  @Test
  void setsAndRemovesFieldsOfAHashOneByOne() throws Exception {
    write(RedisWrite.field("tags", "python", "code"));
    write(RedisWrite.field("tags", "go", "code"));
    write(RedisWrite.field("tags", "java", "code"));
    writer().flush(false);
    write(RedisWrite.field("tags", "python", "beginner"));
    write(RedisWrite.noField("tags", "go"));
    write(RedisWrite.noField("none", "go"));
    writer().flush(false);

    assertThat(redis.hgetall("tags")).isEqualTo(Map.of("python", "beginner", "java", "code"));
    assertThat(redis.exists("none")).isZero();
  }

  @Test
  void letsAHashExpire() throws Exception {
    write(RedisWrite.hash("lasting", Map.of("a", "1")));
    write(RedisWrite.hash("hash", Map.of("a", "1"), 1_000_000));
    writer().flush(false);
    write(RedisWrite.hash("hash", Map.of("a", "2"), 2_000_000));
    writer().flush(false);

    assertThat(redis.hget("hash", "a")).isEqualTo("2");
    assertThat(redis.pttl("hash")).isBetween(1_000_001L, 2_000_000L);
    assertThat(redis.pttl("lasting")).isEqualTo(-1);
  }

  @Test
  void removesAKey() throws Exception {
    write(RedisWrite.hash("hash", Map.of("a", "1")));
    writer().flush(false);
    write(RedisWrite.delete("hash"));
    writer().flush(false);

    assertThat(redis.exists("hash")).isZero();
  }

  @Test
  void hasWrittenEverythingWhenACheckpointIsTaken() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      write(RedisWrite.set("key-" + i, "value-" + i, 0));
    }
    write(RedisWrite.hash("hash", Map.of("a", "1", "b", "2")));
    writer().flush(false);

    assertThat(redis.exists("fence:job")).isOne();
    assertThat(redis.dbsize()).isEqualTo(5_002);
    assertThat(redis.get("key-4999")).isEqualTo("value-4999");
    assertThat(redis.hgetall("hash")).containsEntry("a", "1").containsEntry("b", "2");
  }

  @Test
  void leavesTheLastOfSeveralValuesOfAKey() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      write(RedisWrite.set("key-" + i % 3, "value-" + i, 0));
    }
    writer().flush(false);

    assertThat(redis.mget("key-0", "key-1", "key-2"))
        .extracting(keyValue -> keyValue.getValue())
        .containsExactly("value-9999", "value-9997", "value-9998");
  }

  @Test
  void givesKeysTheTimeToLiveThatIsAskedFor() throws Exception {
    write(RedisWrite.set("mortal", "x", 60_000));
    write(RedisWrite.set("immortal", "x", 0));
    writer().flush(false);

    assertThat(redis.pttl("mortal")).isBetween(1L, 60_000L);
    assertThat(redis.pttl("immortal")).isEqualTo(-1);
  }

  @Test
  void losesNothingWhileRedisIsAway() throws Exception {
    write(RedisWrite.set("before", "x", 0));
    writer().flush(false);
    server.stop();
    for (int i = 0; i < 1_000; i++) {
      write(RedisWrite.set("key-" + i, "value-" + i, 0));
    }
    CompletableFuture<Void> checkpoint =
        CompletableFuture.runAsync(
            () -> {
              try {
                writer().flush(false);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    server.launch();
    checkpoint.get();

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(redis.get("key-999")).isEqualTo("value-999"));
    assertThat(redis.exists("key-0", "key-1", "key-500")).isEqualTo(3);
  }

  @Test
  void holdsTheJobBackWhenTooMuchWaits() throws Exception {
    options.set(RedisOptions.BATCH_SIZE, 10);
    options.set(RedisOptions.MAX_IN_FLIGHT, 10);
    open();
    write(RedisWrite.set("first", "x", 0));
    writer().flush(false);
    server.stop();
    CompletableFuture<Void> job =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 50; i++) {
                  write(RedisWrite.set("key-" + i, "x", 0));
                }
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().atMost(PATIENCE).until(() -> writer().inFlight() == 10);
    assertThat(job).isNotDone();

    server.launch();
    job.get();
    writer().flush(false);

    assertThat(writer().inFlight()).isZero();
  }

  @Test
  void loadsItsLibraryAndLoadsItAgainIntoARedisThatLostIt() throws Exception {
    await().atMost(PATIENCE).until(() -> loadedVersion().equals("1.0.0"));
    redis.functionFlush(FlushMode.SYNC);
    server.restart();
    write(RedisWrite.set("key", "x", 0));
    writer().flush(false);

    assertThat(loadedVersion()).isEqualTo("1.0.0");
  }

  @Test
  void loadsItsLibraryAgainWhileWritesFlow() throws Exception {
    await().atMost(PATIENCE).until(() -> loadedVersion().equals("1.0.0"));
    redis.functionFlush(FlushMode.SYNC);

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              write(RedisWrite.set("pulse", "x", 0));
              writer().flush(false);
              return loadedVersion().equals("1.0.0");
            });
  }

  @Test
  void tellsOfAFunctionOfAnotherLibraryAndWritesAllTheSame() throws Exception {
    await().atMost(PATIENCE).until(() -> loadedVersion().equals("1.0.0"));
    redis.functionFlush(FlushMode.SYNC);
    redis.functionLoad(
        LIBRARY.code().replace("name=greeting", "name=foreign").replace("1.0.0", "0"));
    open();

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                log.text().contains("The function library greeting cannot be loaded")
                    && log.text().contains("FUNCTION DELETE"));
    await().atMost(PATIENCE).until(() -> counts.value("missingLibraries greeting").equals(1));
    write(RedisWrite.set("key", "x", 0));
    writer().flush(false);
    assertThat(redis.get("key")).isEqualTo("x");

    redis.functionFlush(FlushMode.SYNC);
    await().atMost(PATIENCE).until(() -> loadedVersion().equals("1.0.0"));
    await().atMost(PATIENCE).until(() -> counts.value("missingLibraries greeting").equals(0));
  }

  @Test
  void hidesTheUserWhoseKeyRedisRefuses() throws Exception {
    redis.lpush("stickiness:ada", "foreign");
    write(RedisWrite.hash("stickiness:ada", Map.of("score", "1")));
    writer().flush(false);

    assertThat(log.text())
        .contains("Redis refuses a write of stickiness:<user>")
        .doesNotContain("ada");
  }

  @Test
  void measuresHowLongTheEventsOfItsWritesHaveWaited() throws Exception {
    long now = System.currentTimeMillis();
    write(RedisWrite.set("rec:ada", "x", 0).causedBy(now - 90_000, now - 60_000));
    write(RedisWrite.set("pulse", "x", 0));
    writer().flush(false);

    assertThat(counts.histogram("arrivalMillis").getCount()).isEqualTo(1);
    assertThat(counts.histogram("arrivalMillis").getStatistics().getMin())
        .isBetween(60_000L, 60_000L + PATIENCE.toMillis());
    assertThat(counts.histogram("eventMillis").getStatistics().getMin())
        .isGreaterThanOrEqualTo(90_000L);
    assertThat(counts.of("numRecordsSend")).isEqualTo(2);
    assertThat(counts.value("unacknowledgedMillis")).isEqualTo(0L);
  }

  @Test
  void leavesOutAWriteThatRedisRefusesAndTellsItsKey() throws Exception {
    redis.set("weights", "foreign");
    write(RedisWrite.hash("weights", Map.of("steps", "1")));
    write(RedisWrite.hash("weights", Map.of("steps", "2")));
    write(RedisWrite.set("key", "x", 0));
    writer().flush(false);

    assertThat(redis.get("key")).isEqualTo("x");
    assertThat(redis.get("weights")).isEqualTo("foreign");
    assertThat(counts.of("numRecordsSendErrors")).isPositive();
    assertThat(log.text())
        .containsOnlyOnce("Redis refuses a write of weights")
        .contains("delete it, or set redis.prefix");
  }

  @Test
  void leavesOutWhatItsUserMayNotWriteAndNamesTheOptions() throws Exception {
    redis.aclSetuser(
        "job",
        AclSetuserArgs.Builder.on()
            .addPassword("hunter2")
            .keyPattern("rec:*")
            .keyPattern("fence:*")
            .allCommands());
    options.set(RedisOptions.USERNAME, "job");
    options.set(RedisOptions.PASSWORD, "hunter2");
    open();
    write(RedisWrite.set("rec:ada", "x", 0));
    write(RedisWrite.set("pulse", "x", 0));
    writer().flush(false);

    assertThat(redis.get("rec:ada")).isEqualTo("x");
    assertThat(redis.get("pulse")).isNull();
    assertThat(counts.of("numRecordsSendErrors")).isEqualTo(1);
    assertThat(log.text())
        .containsOnlyOnce("Redis refuses a write of pulse, which is left out: NOPERM")
        .contains("check redis.username, redis.password and the rights of the user")
        .doesNotContain("hunter2");
  }

  @Test
  void tellsAtItsStartOfForeignKeysUnderOurNames() {
    redis.lpush("pulse", "foreign");
    redis.set("stickiness:top", "foreign");
    redis.hset("weights", "steps", "1");
    open();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(log.text())
                    .contains("The key pulse has the type list, ours has string")
                    .contains("The key stickiness:top has the type string, ours has zset")
                    .contains("redis.prefix")
                    .doesNotContain("The key weights"));
  }

  @Test
  void waitsUntilRedisTakesAnotherClient() throws Exception {
    writer().close();
    redis.configSet("maxclients", "1");
    open();
    write(RedisWrite.set("key", "x", 0));
    await().atMost(PATIENCE).until(() -> log.text().contains("max number of clients reached"));
    redis.configSet("maxclients", "100");
    writer().flush(false);

    assertThat(redis.get("key")).isEqualTo("x");
  }

  @Test
  void deletesWhileRedisIsOutOfMemory() throws Exception {
    redis.set("retired", "x");
    redis.zadd("top", 1, "ada");
    redis.configSet("maxmemory", "1");
    write(RedisWrite.set("key", "x", 0));
    write(RedisWrite.set("replaced", "x", 0));
    await().atMost(PATIENCE).until(() -> log.text().contains("out of memory"));
    write(RedisWrite.delete("retired"));
    write(RedisWrite.noMember("top", "ada"));
    write(RedisWrite.delete("replaced"));
    await().atMost(PATIENCE).until(() -> redis.exists("retired", "top") == 0);

    assertThat(redis.exists("key")).isZero();
    redis.configSet("maxmemory", "0");
    writer().flush(false);
    assertThat(redis.get("key")).isEqualTo("x");
    assertThat(redis.exists("replaced")).isZero();
    assertThat(counts.of("numRecordsSendErrors")).isZero();
  }

  private static RedisWrite rec(long asOfMillis, String item) {
    String document = "{\"v\":3,\"asOf\":%d,\"items\":[\"%s\"]}".formatted(asOfMillis, item);
    return RedisWrite.set("rec:ada", document, 60_000);
  }

  private static RedisWrite tiers(long asOfMillis) {
    return RedisWrite.hash("stickiness:tiers", Map.of("asOf", Long.toString(asOfMillis)));
  }

  private void startAnew(int attempt) {
    writer().close();
    opened = newWriter(attempt);
  }

  @Test
  void leavesNoFieldOfTheHashThatWasThereBefore() throws Exception {
    write(RedisWrite.hash("stickiness:ada", Map.of("asOf", "1", "propensity", "0.5"), 1_000_000));
    writer().flush(false);
    write(RedisWrite.hash("stickiness:ada", Map.of("asOf", "2"), 1_000_000));
    writer().flush(false);

    assertThat(redis.hgetall("stickiness:ada")).containsExactly(Map.entry("asOf", "2"));
    assertThat(redis.pttl("stickiness:ada")).isPositive();
  }

  @Test
  void leavesOutWhatIsOlderThanWhatAnEarlierStartHasWritten() throws Exception {
    write(rec(2_000, "first"));
    write(tiers(2_000));
    writer().flush(false);
    startAnew(1);

    write(rec(1_000, "older"));
    write(tiers(1_000));
    writer().flush(false);
    assertThat(redis.get("rec:ada")).contains("first");
    assertThat(redis.hget("stickiness:tiers", "asOf")).isEqualTo("2000");
    assertThat(counts.of("older")).isEqualTo(2);

    write(rec(2_000, "again"));
    write(tiers(2_001));
    writer().flush(false);
    assertThat(redis.get("rec:ada")).contains("again");
    assertThat(redis.hget("stickiness:tiers", "asOf")).isEqualTo("2001");
    assertThat(counts.of("older")).isEqualTo(2);
  }

  @Test
  void keepsTheOrderOfItsOwnWritesWhateverTheirMoments() throws Exception {
    write(rec(2_000, "first"));
    writer().flush(false);
    write(rec(1_000, "after a late event"));
    writer().flush(false);

    assertThat(redis.get("rec:ada")).contains("after a late event");
    assertThat(counts.of("older")).isZero();
  }

  @Test
  void keepsOutATaskWhoseJobHasBeenStartedAnew() throws Exception {
    write(rec(1_000, "before"));
    writer().flush(false);
    try (RedisWriter successor = newWriter(1)) {
      successor.write(rec(1_500, "successor"), NO_CONTEXT);
      successor.flush(false);
      write(rec(2_000, "leftover"));
      write(RedisWrite.member("top", "ada", 1, 10));

      assertThatThrownBy(() -> writer().flush(false)).hasMessageContaining("has taken over");
      assertThat(redis.get("rec:ada")).contains("successor");
      assertThat(redis.exists("top")).isZero();
      successor.write(RedisWrite.delete("rec:ada"), NO_CONTEXT);
      successor.flush(false);
      assertThat(redis.exists("rec:ada")).isZero();
    }
  }

  @Test
  void keepsOutALeftoverThoughRedisLosesEverything() throws Exception {
    write(rec(1_000, "before"));
    writer().flush(false);
    try (RedisWriter successor = newWriter(1)) {
      successor.flush(false);
      await().atMost(PATIENCE).until(() -> redis.hget("fence:job", "1").startsWith("1 "));
      redis.flushall();
      successor.write(rec(1_500, "successor"), NO_CONTEXT);
      successor.flush(false);
      write(rec(2_000, "leftover"));

      assertThatThrownBy(() -> writer().flush(false)).hasMessageContaining("has taken over");
      assertThat(redis.get("rec:ada")).contains("successor");
    }
  }

  @Test
  void letsAllTasksOfOneStartWrite() throws Exception {
    try (RedisWriter other = newSibling(7)) {
      writeOnce(other, "rec:ada");
      writeOnce(writer(), "rec:ben");

      assertThat(redis.exists("rec:ada", "rec:ben")).isEqualTo(2);
    }
  }

  @Test
  void letsAllTasksWriteThoughOneOfThemMissedTheStartBefore() throws Exception {
    writeOnce(writer(), "rec:ada");
    startAnew(1);
    writeOnce(writer(), "rec:ada");
    startAnew(2);
    try (RedisWriter other = newSibling(2)) {
      writeOnce(other, "rec:ben");
      writeOnce(writer(), "rec:ada");
      writeOnce(other, "rec:cleo");

      assertThat(redis.exists("rec:ada", "rec:ben", "rec:cleo")).isEqualTo(3);
    }
  }

  @Test
  void keepsOutALeftoverThatBeginsToWriteWhenItsSuccessorHas() throws Exception {
    startAnew(1);
    writeOnce(writer(), "rec:ada");
    try (RedisWriter leftover = newWriter(0)) {
      leftover.write(rec(2_000, "leftover"), NO_CONTEXT);

      assertThatThrownBy(() -> leftover.flush(false)).hasMessageContaining("has taken over");
    }
  }

  private RedisWriter newSibling(int attempt) {
    RedisSettings settings = RedisSettings.from(options);
    return new RedisWriter(
        settings,
        new RedisSession(settings, List.of(), new WriterTask("job", "graph", "2", attempt)),
        new RedisMetrics(counts, Clock.systemUTC()),
        "redis-writer-2");
  }

  private static void writeOnce(RedisWriter writer, String key) throws Exception {
    writer.write(RedisWrite.set(key, "x", 0), NO_CONTEXT);
    writer.flush(false);
  }

  @Test
  void writesByPlainCommandsWhereItsFunctionsAreSomebodyElses() throws Exception {
    writer().close();
    redis.flushall();
    redis.functionFlush(FlushMode.SYNC);
    redis.functionLoad(
        WriteFunction.code()
            .replace("name=freshet_write", "name=foreign")
            .replace("'" + WriteFunction.VERSION + "'", "'0'"));
    open();
    write(rec(1_000, "plain"));
    write(RedisWrite.member("top", "ada", 1, 10));
    redis.hset("tags", Map.of("go", "code", "java", "code"));
    write(RedisWrite.field("tags", "python", "code"));
    write(RedisWrite.noField("tags", "go"));
    writer().flush(false);

    assertThat(redis.hkeys("tags")).containsExactlyInAnyOrder("java", "python");
    assertThat(redis.get("rec:ada")).contains("plain");
    assertThat(redis.zscore("top", "ada")).isOne();
    assertThat(redis.exists("fence:job")).isZero();
    assertThat(log.text()).contains("The function library freshet_write cannot be loaded");
  }

  private String loadedVersion() {
    try {
      return Objects.requireNonNull(
          redis.fcallReadOnly("greeting_version", ScriptOutputType.VALUE, new String[0]));
    } catch (RedisException e) {
      return "none";
    }
  }

  @Test
  void failsWithTheOptionToMendWhenRedisRefuses() throws Exception {
    redis.configSet("requirepass", "secret");
    options.set(RedisOptions.PASSWORD, "wrong");
    open();
    write(RedisWrite.set("key", "x", 0));

    assertThatThrownBy(() -> writer().flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("WRONGPASS")
        .hasMessageContaining("redis.password");
  }

  @Test
  void givesUpAfterTheAttemptsThatWereAllowed() throws Exception {
    options.set(RedisOptions.MAX_ATTEMPTS, 2);
    options.set(RedisOptions.BACK_OFF_INITIAL, Duration.ofMillis(1));
    server.stop();
    open();
    write(RedisWrite.set("key", "x", 0));

    assertThatThrownBy(() -> writer().flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gave up after 2 attempts (redis.max-attempts)");
  }
}

package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.FlushMode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
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
  private @Nullable RedisWriter opened;

  @BeforeEach
  void open() {
    options.set(RedisOptions.URI, server.uri());
    options.set(RedisOptions.TIMEOUT, Duration.ofSeconds(2));
    if (opened != null) {
      opened.close();
    }
    opened = newWriter();
  }

  private RedisWriter writer() {
    return Objects.requireNonNull(opened);
  }

  @AfterEach
  void close() {
    writer().close();
    client.shutdown();
    server.close();
  }

  private RedisWriter newWriter() {
    RedisSettings settings = RedisSettings.from(options);
    return new RedisWriter(
        settings,
        new RedisSession(settings, List.of(LIBRARY)),
        new RedisMetrics(UnregisteredMetricsGroup.createSinkWriterMetricGroup()),
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

    assertThat(redis.dbsize()).isEqualTo(5_001);
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

package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever watches a real Redis, which loses things. */
class GenerationWatchIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MARKER = "generation";

  @TempDir private Path directory;
  private EmbeddedRedis server;
  private GenerationWatch watch;
  private GenerationWatch other;

  @BeforeEach
  void open() {
    server = EmbeddedRedis.start(0, directory);
    watch = newWatch(0);
    other = newWatch(0);
    awaitAfter(0);
  }

  private GenerationWatch newWatch(long known) {
    Configuration options = new Configuration();
    options.set(RedisOptions.URI, server.uri());
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(50));
    return new GenerationWatch(RedisSettings.from(options), known, "redis-watch");
  }

  @AfterEach
  void close() {
    watch.close();
    other.close();
    server.close();
  }

  private <T> T ask(Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(server.uri());
    try {
      return question.apply(client.connect().sync());
    } finally {
      client.shutdown();
    }
  }

  private void tell(Consumer<RedisCommands<String, String>> command) {
    ask(
        commands -> {
          command.accept(commands);
          return true;
        });
  }

  /** Both know the same generation, which is after another. */
  private long awaitAfter(long generation) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                watch.generation() > generation
                    && watch.generation() == other.generation()
                    && ask(commands -> commands.get(MARKER)).startsWith(watch.generation() + " "));
    return watch.generation();
  }

  /** The next look of both has found nothing new. */
  private void assertSteady(long generation) {
    await()
        .during(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .until(() -> watch.generation() == generation && other.generation() == generation);
  }

  @Test
  void knowsTheSameGenerationAsOthersAsLongAsNothingIsLost() {
    long generation = watch.generation();

    assertSteady(generation);
  }

  @Test
  void beginsAnotherWhenEverythingIsLost() {
    long generation = watch.generation();
    tell(RedisCommands::flushall);

    assertSteady(awaitAfter(generation));
  }

  @Test
  void beginsAnotherWhenSomebodyDeletesTheMarker() {
    long generation = watch.generation();
    tell(commands -> commands.del(MARKER));

    awaitAfter(generation);
  }

  @Test
  void beginsAnotherForAServerThatWasStartedAnewAndMayLackWhatCameLast() {
    long generation = watch.generation();
    server.kill();
    server.launch();

    assertSteady(awaitAfter(generation));
  }

  @Test
  void beginsAnotherAfterTheOneThatIsKnownWhereTheMarkerIsOlder() {
    long generation = watch.generation();
    watch.close();
    watch = newWatch(generation + 1_000_000);

    assertThat(awaitAfter(generation)).isGreaterThan(generation + 1_000_000);
  }

  @Test
  void beginsAnotherAfterEvictionsOnceThereIsRoomAgain() {
    long generation = watch.generation();
    tell(
        commands -> {
          commands.configSet("maxmemory-policy", "volatile-random");
          commands.configSet("maxmemory", "20mb");
          for (int i = 0; i < 800; i++) {
            commands.set("rec:" + i, "x".repeat(50_000), SetArgs.Builder.ex(3_600));
          }
        });
    String stats = ask(commands -> commands.info("stats"));
    assertThat(stats).doesNotContain("evicted_keys:0");
    assertSteady(generation);

    tell(commands -> commands.configSet("maxmemory", "100mb"));

    assertSteady(awaitAfter(generation));
  }
}

package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.LoopbackCluster;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes on from before what it has written already, as after a failure. */
class PassedAgainIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final int EVENTS = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2);

  @TempDir private Path directory;
  private Platform platform;

  @BeforeEach
  void open() {
    platform = new Platform(directory);
  }

  @AfterEach
  void close(@InjectMiniCluster MiniCluster cluster) throws Exception {
    LoopbackCluster.cancelJobs(cluster);
    platform.close();
  }

  private static Interaction click(int number) {
    return Interaction.click(
        "event-" + number, "ada", "item-" + number % 50, NOON + number * 1_000L);
  }

  private void happen(int from, int until) {
    platform.happen(IntStream.range(from, until).mapToObj(PassedAgainIT::click).toList());
  }

  private void awaitList(int number) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> asOf(platform.redis()) >= NOON + number * 1_000L);
  }

  private static long asOf(RedisCommands<String, String> redis) {
    return Platform.json(redis.get("rec:ada")).get("asOf").asLong();
  }

  @Test
  void noListGoesBack() throws Exception {
    Configuration options = platform.options();
    platform.announce(Sessions.catalogue(50));
    JobClient job = platform.start(options);
    happen(0, 10);
    awaitList(9);
    String savepoint =
        job.triggerSavepoint(
                directory.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    happen(10, EVENTS);
    awaitList(EVENTS - 1);
    job.cancel().get();

    try (Reading reading = new Reading()) {
      platform.resume(options, savepoint);
      happen(EVENTS, EVENTS + 10);
      awaitList(EVENTS + 9);

      assertThat(reading.moments()).isSorted();
    }
  }

  /** Reads Ada's list over and over. */
  private final class Reading implements AutoCloseable {

    private final RedisClient client = RedisClient.create(platform.server().uri());
    private final List<Long> moments = new ArrayList<>();
    private final CompletableFuture<Void> read = CompletableFuture.runAsync(this::read);
    private volatile boolean isEnding;

    private void read() {
      RedisCommands<String, String> redis = client.connect().sync();
      while (!isEnding) {
        moments.add(asOf(redis));
      }
    }

    private List<Long> moments() {
      isEnding = true;
      read.join();
      return moments;
    }

    @Override
    public void close() {
      isEnding = true;
      client.shutdown();
    }
  }
}

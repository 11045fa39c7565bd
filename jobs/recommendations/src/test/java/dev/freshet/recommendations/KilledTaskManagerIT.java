package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.FlinkProcesses;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM that holds all state and all write-back caches is killed in the middle of a log. */
@Tag("faults")
class KilledTaskManagerIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final int ITEMS = 120;
  private static final int EVENTS = 6_000;
  private static final int PARTS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;
  private Platform platform;
  private FlinkProcesses flink;
  private Configuration options;

  @BeforeEach
  void open() throws Exception {
    platform = new Platform(directory);
    flink = FlinkProcesses.start(directory.resolve("flink"), 2);
    options = platform.options();
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
  }

  @AfterEach
  void close() {
    flink.close();
    platform.close();
  }

  @Test
  void losesNothingAndCountsNothingTwice() throws Exception {
    List<CatalogueItem> catalogue = Sessions.catalogue(ITEMS);
    List<Interaction> log = Sessions.log(EVENTS, 250, ITEMS, NOON);
    platform.announce(catalogue);
    JobClient job =
        platform.start(
            JobEnvironment.prepare(
                StreamExecutionEnvironment.createRemoteEnvironment(
                    "127.0.0.1", flink.restPort(), options)),
            options);
    platform.happen(log.get(0));
    await().atMost(PATIENCE).until(() -> platform.scores("pulse", "items").size() == ITEMS + 1);

    int part = EVENTS / PARTS;
    for (int i = 0; i < PARTS; i++) {
      List<Interaction> events =
          log.subList(Math.max(1, i * part), Math.min(EVENTS, (i + 1) * part));
      int half = events.size() / 2;
      platform.happen(events.subList(0, half));
      awaitCheckpointAfter(System.currentTimeMillis());
      platform.happen(events.subList(half, events.size()));
      if (i < PARTS - 1) {
        awaitSomeOf(events.subList(half, events.size()));
        flink.killTaskManager();
        flink.startTaskManager();
      }
    }

    RecommendationsInProcess expected =
        new RecommendationsInProcess(RecommendationsSettings.from(options, RedisKeys.plain()));
    catalogue.forEach(expected::accept);
    log.forEach(expected::accept);
    expected.end();
    Map<String, String> settled = SettledDocuments.of(expected.drain());
    Map<String, String> interests = new HashMap<>(settled);
    interests.keySet().removeIf(key -> !key.startsWith("interest:"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> SettledDocuments.assertSame(platform.redis(), interests));
    await().atMost(PATIENCE).until(() -> restarts(job) >= PARTS - 1);
    job.stopWithSavepoint(
            true, directory.resolve("end").toUri().toString(), SavepointFormatType.CANONICAL)
        .get();

    assertThat(settled).hasSizeGreaterThan(interests.size() + ITEMS - 1);
    SettledDocuments.assertSame(platform.redis(), settled);
  }

  /** As the job manager tells; it collects its metrics after the first question. */
  private int restarts(JobClient job) throws Exception {
    String metric =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:%d/jobs/%s/metrics?get=numRestarts"
                                .formatted(flink.restPort(), job.getJobID())))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return Platform.json(metric).path(0).path("value").asInt();
  }

  /** Some of what is lost with the caches has been read since the last checkpoint. */
  private void awaitSomeOf(List<Interaction> events) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> events.stream().anyMatch(this::isKnown));
  }

  private boolean isKnown(Interaction event) {
    String interests = platform.redis().get("interest:" + event.user());
    return interests != null && Platform.json(interests).get("asOf").asLong() >= event.atMillis();
  }

  private void awaitCheckpointAfter(long atMillis) {
    await()
        .atMost(PATIENCE)
        // Older checkpoints are removed meanwhile.
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () -> {
              try (Stream<Path> files = Files.walk(directory.resolve("checkpoints"))) {
                return files.anyMatch(
                    file -> file.endsWith("_metadata") && file.toFile().lastModified() > atMillis);
              }
            });
  }
}

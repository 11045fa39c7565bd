package dev.freshet.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.ReleaseSavepoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state that a release wrote is read by every later build: the savepoint lies with the test,
 * and is made once a release, with {@code -Dsavepoint.record=true}.
 */
class ReleaseSavepointIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final int ITEMS = 24;
  private static final int EVENTS = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<CatalogueItem> CATALOGUE = Sessions.catalogue(ITEMS);
  private static final List<Interaction> LOG = Sessions.log(EVENTS, 30, ITEMS, NOON);
  private static final List<Interaction> BEFORE = LOG.subList(0, EVENTS / 2);

  @TempDir private Path directory;
  private Platform platform;

  @BeforeEach
  void open() {
    platform = new Platform(directory);
    platform.announce(CATALOGUE);
    // The positions in the savepoint are those behind them.
    platform.happen(BEFORE);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void goesOnFromTheStateThatRelease010Wrote() throws Exception {
    ReleaseSavepoint release = new ReleaseSavepoint("recommendations-0.1.0");
    Configuration options = platform.telling();
    if (ReleaseSavepoint.IS_RECORDING) {
      JobClient job = platform.start(options);
      awaitInterests(interests(BEFORE));
      release.record(platform.stop(job));
      platform.redis().flushall();
    }
    JobClient job = platform.resume(options, release.unpack(directory.resolve("release")));
    platform.happen(LOG.subList(EVENTS / 2, EVENTS));

    awaitInterests(interests(LOG.subList(EVENTS / 2, EVENTS)));
    job.stopWithSavepoint(
            true, directory.resolve("end").toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
    SettledDocuments.assertSame(platform.redis(), settled(LOG));
    assertThat(platform.told().keySet().stream().map(user -> "interest:" + user))
        .hasSameElementsAs(interests(LOG.subList(EVENTS / 2, EVENTS)).keySet());
  }

  private void awaitInterests(Map<String, String> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> SettledDocuments.assertSame(platform.redis(), expected));
  }

  /** Those of the whole log of the users of some events, as they are after them. */
  private Map<String, String> interests(List<Interaction> events) {
    List<Interaction> until = LOG.subList(0, LOG.indexOf(events.get(events.size() - 1)) + 1);
    Map<String, String> interests = new HashMap<>(settled(until));
    interests
        .keySet()
        .removeIf(key -> events.stream().noneMatch(e -> key.equals("interest:" + e.user())));
    return interests;
  }

  private Map<String, String> settled(List<Interaction> events) {
    RecommendationsInProcess expected =
        new RecommendationsInProcess(
            RecommendationsSettings.from(platform.options(), RedisKeys.plain()));
    CATALOGUE.forEach(expected::accept);
    events.forEach(expected::accept);
    expected.end();
    return SettledDocuments.of(expected.drain());
  }
}

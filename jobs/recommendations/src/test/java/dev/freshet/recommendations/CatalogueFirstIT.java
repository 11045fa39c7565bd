package dev.freshet.recommendations;

import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.LoopbackCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No event is used before everything that the catalogue said when the job was started. */
@Tag("slow")
class CatalogueFirstIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final int USERS = 400;
  private static final int EVENTS_OF_A_USER = 15;
  private static final int ITEMS = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final RecursiveComparisonConfiguration TO_SIX_DIGITS =
      RecursiveComparisonConfiguration.builder()
          .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-6, Double.class)
          .build();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir private Path directory;
  private Platform platform;
  private Configuration options;

  @BeforeEach
  void openPlatform() {
    platform = new Platform(directory);
    options = platform.options();
    // Events never wait for the checkpoint that would come anyway.
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
  }

  @AfterEach
  void closePlatform(@InjectMiniCluster MiniCluster cluster) throws Exception {
    LoopbackCluster.cancelJobs(cluster);
    platform.close();
  }

  private static List<CatalogueItem> catalogue(String... tags) {
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      catalogue.add(item("item-" + i, tags[i % tags.length], "level-" + i % 2));
    }
    return catalogue;
  }

  private static List<Interaction> events(String name, long fromMillis) {
    List<Interaction> events = new ArrayList<>();
    for (int i = 0; i < USERS * EVENTS_OF_A_USER; i++) {
      // The last items of the catalogue are touched first.
      String item = "item-" + Math.floorMod(-1 - i, ITEMS);
      events.add(
          Interaction.click(name + "-" + i, "user-" + i % USERS, item, fromMillis + i * 1000L));
    }
    return events;
  }

  private Recommender expected(List<CatalogueItem> catalogue, List<Interaction> events) {
    Recommender expected =
        new Recommender(RecommendationsSettings.from(options, RedisKeys.plain()).scoring());
    catalogue.forEach(expected::accept);
    events.forEach(expected::accept);
    return expected;
  }

  private Map<String, Double> interests(Recommender recommender, String user) {
    Map<String, Double> interests = new HashMap<>();
    UserProfile profile = recommender.profile(user);
    profile
        .interests()
        .strongest(
            100,
            profile.latestMillis(),
            RecommendationsSettings.from(options, RedisKeys.plain())
                .scoring()
                .candidates()
                .interest()
                .halfLife(),
            interests::put);
    return interests;
  }

  private void awaitInterestsOf(Recommender expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String user : expected.users()) {
                assertThat(platform.scores("interest:" + user, "tags"))
                    .as(user)
                    .usingRecursiveComparison(TO_SIX_DIGITS)
                    .isEqualTo(interests(expected, user));
              }
            });
  }

  @Test
  void usesABacklogOfEventsWithACatalogueThatWasWrittenAfterThem() throws Exception {
    List<Interaction> events = events("event", NOON);
    List<CatalogueItem> catalogue = catalogue("programming", "health", "music");
    platform.happen(events);
    platform.announce(catalogue);

    platform.start(options);

    awaitInterestsOf(expected(catalogue, events));
  }

  @Test
  void usesEventsAtOnceWhereTheCatalogueIsEmpty() throws Exception {
    platform.happen(Interaction.click("event", "ada", "python", NOON));

    platform.start(options);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(platform.redis().get("rec:ada")).isNotNull());
  }

  @Test
  void goesOnFromASavepointWithWhatTheCatalogueSaidSince() throws Exception {
    List<CatalogueItem> before = catalogue("programming", "health", "music");
    List<CatalogueItem> since = catalogue("cooking", "dancing");
    List<Interaction> events = events("since", NOON + 3_600_000L);
    platform.announce(before);
    JobClient job = platform.start(options);
    Interaction first = Interaction.click("first", "guest", "item-0", NOON);
    platform.happen(first);
    awaitInterestsOf(expected(before, List.of(first)));

    String savepoint = platform.stop(job);
    platform.happen(events);
    platform.announce(since);
    platform.resume(options, savepoint);

    awaitInterestsOf(expected(since, events));
  }

  @Test
  void goesOnAtOnceFromASavepointThatKnowsTheCatalogue() throws Exception {
    List<CatalogueItem> catalogue = catalogue("programming", "health", "music");
    List<Interaction> events = events("event", NOON);
    platform.announce(catalogue);
    JobClient job = platform.start(options);
    platform.happen(events.subList(0, 10));
    awaitInterestsOf(expected(catalogue, events.subList(0, 10)));

    String savepoint = platform.stop(job);
    platform.happen(events.subList(10, events.size()));
    platform.resume(options, savepoint);

    awaitInterestsOf(expected(catalogue, events));
  }
}

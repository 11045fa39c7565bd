package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.click;
import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.StartOffsets;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is retired or deleted is in nobody's list, however old the list is. */
class RetiredItemsIT extends OnPlatform {

  private static final int ALL = 20;
  private static final String COMPACTED = "items-compacted";
  private static final CatalogueItem RETIRED =
      new CatalogueItem("java", "", List.of("code"), "", 0L, true, List.of());

  @BeforeEach
  void prepare() {
    // The pulses of tags must not wait for it when an item is retired.
    options.set(RecommendationsOptions.PULSE_TAG_INTERVAL, Duration.ofHours(1));
  }

  /** Two did python, java and go; ada did python alone, so that java is on her list. */
  private void happen() {
    List<Interaction> events = new ArrayList<>();
    for (String user : List.of("ben", "cyd")) {
      for (String item : List.of("python", "java", "go")) {
        events.add(click(user, item, NOON + events.size() * MINUTE));
      }
    }
    events.add(click("ada", "python", NOON + 10 * MINUTE));
    platform.happen(events);
  }

  private List<String> read(String user) {
    return platform.read(user, ALL).stream().map(row -> row.get(0)).toList();
  }

  private void assertThatNobodyIsShownJava() {
    for (String user : List.of("ada", "idle", "ben", "stranger")) {
      assertThat(read(user)).as(user).doesNotContain("java");
    }
    assertThat(platform.similar("python")).doesNotContain("java");
  }

  @Test
  void areHiddenThoughTheDocumentsOfIdleUsersAndItemsStillHaveThem() throws Exception {
    platform.announce(List.of(item("python", "code"), item("java", "code"), item("go", "code")));
    JobClient job = platform.start(options);
    happen();
    eventually()
        .untilAsserted(
            () -> {
              platform.happen(click("visitor-" + System.nanoTime(), "python", NOON + 20 * MINUTE));
              assertThat(platform.redis().get("rec:ada")).contains("java");
              assertThat(read("ada")).contains("java");
              assertThat(platform.similar("python")).contains("java");
              assertThat(platform.scores("pulse:code", "items")).containsKey("java");
            });

    platform.announce(List.of(RETIRED));

    eventually()
        .untilAsserted(
            () -> {
              assertThatNobodyIsShownJava();
              assertThat(platform.scores("pulse", "items")).doesNotContainKey("java");
              assertThat(platform.scores("pulse:code", "items")).doesNotContainKey("java");
            });
    assertThat(platform.redis().get("rec:ada")).contains("java");

    // A Redis that lost it is told again with the next start.
    String savepoint = platform.stop(job);
    platform.redis().del("retired");
    platform.resume(options, savepoint);
    eventually().untilAsserted(this::assertThatNobodyIsShownJava);

    platform.announce(List.of(item("java", "code")));
    eventually().untilAsserted(() -> assertThat(read("ada")).contains("java"));
  }

  @Test
  void doNotComeBackWithARebuildFromATopicThatNoLongerSaysThatTheyAreDeleted() throws Exception {
    options.set(RecommendationsOptions.CATALOGUE, Catalogue.REQUIRED);
    platform.announce(List.of(item("python", "code"), item("java", "code"), item("go", "code")));
    JobClient job = platform.start(options);
    happen();
    eventually().untilAsserted(() -> assertThat(platform.redis().get("rec:ada")).contains("java"));
    // Of somebody of whom Kafka has no events any more.
    platform.redis().set("rec:idle", platform.redis().get("rec:ada"));
    platform.delete("java");
    eventually().untilAsserted(this::assertThatNobodyIsShownJava);

    job.cancel().get();
    platform.createTopic(COMPACTED);
    platform.announce(COMPACTED, List.of(item("python", "code"), item("go", "code")));
    options.set(KafkaOptions.TOPICS_ITEMS, COMPACTED);
    options.set(KafkaOptions.START, StartOffsets.EARLIEST);
    platform.start(options);
    platform.happen(click("dan", "python", NOON + 30 * MINUTE));
    eventually().untilAsserted(() -> assertThat(platform.redis().get("rec:dan")).isNotNull());

    assertThatNobodyIsShownJava();
    // Rejected records are there with the next checkpoint.
    eventually().untilAsserted(() -> assertThat(platform.rejections()).containsKey("unknown-item"));
    assertThatNobodyIsShownJava();
    assertThat(platform.scores("pulse", "items")).containsOnlyKeys("python", "go");
    assertThat(platform.redis().get("rec:idle")).contains("java");

    platform.announce(COMPACTED, List.of(item("java", "code")));
    eventually().untilAsserted(() -> assertThat(read("idle")).contains("java"));
  }
}

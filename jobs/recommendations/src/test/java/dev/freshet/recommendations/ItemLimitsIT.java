package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.click;
import static dev.freshet.recommendations.Platform.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An item that is not to be used leaves no trace but its rejections. */
@Tag("slow")
class ItemLimitsIT extends OnJobPlatform<Platform> {

  private int visitors;

  ItemLimitsIT() {
    super(Platform::new);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  /** Somebody who was never there interacts with the item. */
  private void visit(String item) {
    platform.happen(click("visitor-" + visitors++, item, NOON + 10 * MINUTE));
  }

  private void assertThatOnlyPythonAndJavaAreKnown() {
    assertThat(platform.scores("pulse", "items")).containsOnlyKeys("python", "java");
    for (String key : platform.redis().keys("rec:*")) {
      assertThat(platform.redis().get(key)).doesNotContain("yoga");
    }
    assertThat(platform.redis().get("similar:yoga")).isNull();
  }

  @Test
  void areTheCatalogueIfItIsRequired() throws Exception {
    options.set(RecommendationsOptions.CATALOGUE, Catalogue.REQUIRED);
    Interaction unknown = click("ada", "yoga", NOON + 2 * MINUTE);
    platform.announce(List.of(item("python", "programming"), item("java", "programming")));
    JobClient job = platform.start(options);
    platform.happen(
        click("ada", "python", NOON),
        unknown,
        click("ada", "java", NOON + 3 * MINUTE),
        click("ben", "python", NOON + 4 * MINUTE));

    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.rejections()).isEqualTo(Map.of("unknown-item", 1));
              assertThat(platform.redis().get("rec:ben")).isNotNull();
              assertThatOnlyPythonAndJavaAreKnown();
            });
    assertThat(platform.rejected())
        .extracting(ConsumerRecord::value)
        .containsExactly(platform.record(unknown).value());

    String savepoint = platform.stop(job);
    platform.happen(click("cyd", "yoga", NOON + 5 * MINUTE), click("dan", "java", NOON + MINUTE));
    platform.resume(options, savepoint);
    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.rejections()).isEqualTo(Map.of("unknown-item", 2));
              assertThat(platform.redis().get("rec:dan")).isNotNull();
              assertThatOnlyPythonAndJavaAreKnown();
            });

    platform.announce(List.of(item("yoga", "health")));
    eventually()
        .untilAsserted(
            () -> {
              visit("yoga");
              assertThat(platform.scores("pulse", "items")).containsKey("yoga");
            });
  }

  @Test
  void areNoMoreThanTheMost() throws Exception {
    options.set(RecommendationsOptions.ITEMS_MAX, 2);
    platform.announce(List.of(item("python", "programming")));
    JobClient job = platform.start(options);
    platform.happen(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE));
    eventually().untilAsserted(() -> assertThatOnlyPythonAndJavaAreKnown());

    // With a savepoint every task has been told of both.
    String savepoint = platform.stop(job);
    for (int i = 0; i < 20; i++) {
      visit("yoga-" + i);
    }
    platform.happen(click("ben", "java", NOON + 20 * MINUTE));
    platform.resume(options, savepoint);

    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.rejections()).isEqualTo(Map.of("too-many-items", 20));
              assertThat(platform.redis().get("rec:ben")).isNotNull();
              assertThatOnlyPythonAndJavaAreKnown();
            });
  }
}

package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MINUTE;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.click;
import static dev.freshet.effect.Lists.item;
import static dev.freshet.effect.Lists.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.testing.LoopbackCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A first start with a catalogue that takes longer to read than topics may be silent. */
@Tag("slow")
class EffectFirstStartIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ITEMS = 400_000;
  private static final int BATCH = 50_000;
  private static final int USERS = 500;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2);

  @TempDir private Path directory;
  private Platform platform;
  private Configuration options;

  @BeforeEach
  void openPlatform() {
    platform = new Platform(directory);
    options = platform.options();
    options.set(EffectOptions.QUIET, Duration.ofSeconds(2));
    for (int from = 0; from < ITEMS; from += BATCH) {
      platform.describe(
          IntStream.range(from, from + BATCH)
              .mapToObj(each -> item("item" + each, MONDAY_NOON))
              .toArray(CatalogueItem[]::new));
    }
  }

  @AfterEach
  void closePlatform(@InjectMiniCluster MiniCluster cluster) throws Exception {
    LoopbackCluster.cancelJobs(cluster);
    platform.close();
  }

  @Test
  void countsWhatFollowsEachListOfTheBacklogByTheWholeCatalogue() throws Exception {
    List<ListExposure> lists = new ArrayList<>();
    List<Interaction> clicks = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      long atMillis = MONDAY_NOON + user * MINUTE;
      // The last items of the catalogue.
      String shown = "item" + (ITEMS - 1 - user);
      lists.add(shown("user" + user, atMillis, "home", Map.of(), shown));
      clicks.add(click("user" + user, shown, atMillis + MINUTE));
    }
    lists.add(shown("time", MONDAY_NOON + DAY, "time", Map.of(), "time"));
    clicks.add(click("time", "time", MONDAY_NOON + DAY));
    platform.show(lists);
    platform.happen(clicks);

    platform.start(options);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(platform.document("effect:home"))
                    .contains(
                        "\"users\":%d,\"programs\":0,\"lists\":%d,\"clicks\":%d,"
                            .formatted(USERS, USERS, USERS))
                    .contains("\"newShare\":1.000000"));
  }
}

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
import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A first start with a catalogue that takes longer to read than topics may be silent. */
@Tag("slow")
class EffectFirstStartIT extends OnJobPlatform<Platform> {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ITEMS = 400_000;
  private static final int BATCH = 50_000;
  private static final int USERS = 500;

  EffectFirstStartIT() {
    super(Platform::new);
  }

  @BeforeEach
  void fill() {
    options.set(EffectOptions.QUIET, Duration.ofSeconds(2));
    for (int from = 0; from < ITEMS; from += BATCH) {
      platform.describe(
          IntStream.range(from, from + BATCH)
              .mapToObj(each -> item("item" + each, MONDAY_NOON))
              .toArray(CatalogueItem[]::new));
    }
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

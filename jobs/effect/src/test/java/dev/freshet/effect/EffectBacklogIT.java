package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.SECOND;
import static dev.freshet.effect.Lists.click;
import static dev.freshet.effect.Lists.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lists of one day, which go on coming, and a backlog of events from ten days later on: these would
 * wait in state for all lists of the time in between.
 */
@Tag("slow")
class EffectBacklogIT extends OnJobPlatform<Platform> {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int EVENTS = 150_000;
  private static final int BATCH = 10_000;
  private static final int USERS = 1_500;

  /** Of so many looks, a fifth of a second each, none sees that any more was read. */
  private static final int LOOKS = 15;

  private long shownLists;
  private long readEvents;
  private int unchanged;

  EffectBacklogIT() {
    super(Platform::new);
  }

  @BeforeEach
  void fill() {
    for (int from = 0; from < EVENTS; from += BATCH) {
      platform.happen(
          IntStream.range(from, from + BATCH)
              .mapToObj(
                  each ->
                      click(
                          "user" + each % USERS, "algebra", MONDAY_NOON + 10 * DAY + each * SECOND))
              .toList());
    }
  }

  /** Shows another list, so that nobody takes their topic for silent. */
  private void show() {
    platform.show(
        shown("ada", MONDAY_NOON + shownLists * SECOND, "home", Map.of(), "item" + shownLists));
    shownLists++;
  }

  private boolean hasStopped() throws Exception {
    show();
    long read = platform.read("clicks");
    unchanged = read > 0L && read == readEvents ? unchanged + 1 : 0;
    readEvents = read;
    return unchanged >= LOOKS;
  }

  private boolean hasReadAll() throws Exception {
    show();
    return platform.read("clicks") == EVENTS;
  }

  @Test
  void leavesOnKafkaWhatIsFurtherAheadThanTheDrift() throws Exception {
    options.set(EffectOptions.MAX_DRIFT, Duration.ofDays(1));
    show();
    platform.start(options);

    await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(this::hasStopped);

    assertThat(readEvents).isLessThan(EVENTS);
  }

  @Test
  void readsAllOfItWhereTopicsAreNotHeldTogether() throws Exception {
    options.set(EffectOptions.MAX_DRIFT, Duration.ZERO);
    show();
    platform.start(options);

    await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(this::hasReadAll);
  }
}

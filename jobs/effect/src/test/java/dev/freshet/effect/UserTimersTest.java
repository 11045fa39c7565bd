package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MINUTE;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.scoring.experiment.UserViews;
import dev.freshet.scoring.id.MidnightSpread;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UserTimersTest {

  /** Where it is looked at whether a user returned who was shown the first list on that Monday. */
  private static final long OVER =
      SETTINGS
          .scoring()
          .lookMillis(
              new MidnightSpread(Duration.ofHours(1))
                  .lookMillis("ada", (MONDAY_NOON / DAY + 29) * DAY - 1L));

  private final UserViews user = new UserViews();
  private final TreeSet<Long> timers = new TreeSet<>();

  private void arm() {
    UserTimers.arm("ada", user, SETTINGS.scoring(), timers::add, timers::remove);
  }

  private void show(long atMillis) {
    user.await(
        UserNews.of(Lists.shown("ada", atMillis, "home", Map.of(), "algebra")),
        Long.MIN_VALUE,
        Lists.SETTINGS.scoring());
    arm();
  }

  private void pass(long dueMillis) {
    timers.remove(dueMillis);
    assertThat(user.takeDue(dueMillis)).isTrue();
    user.pass(dueMillis, SETTINGS.scoring(), change -> {});
    arm();
  }

  @Test
  void areForWhatWaitsAndForTheReturn() {
    show(MONDAY_NOON);
    assertThat(timers).containsExactly(MONDAY_NOON + MINUTE);
    pass(MONDAY_NOON + MINUTE);
    assertThat(timers).containsExactly(OVER);
    show(MONDAY_NOON + DAY);

    assertThat(timers).containsExactly(MONDAY_NOON + DAY + MINUTE, OVER);
  }

  @Test
  void doNotDeleteEachOther() {
    show(MONDAY_NOON);
    pass(MONDAY_NOON + MINUTE);
    show(OVER - MINUTE);
    assertThat(timers).containsExactly(OVER);

    show(OVER - 2 * MINUTE);
    assertThat(timers).containsExactly(OVER - MINUTE, OVER);
    pass(OVER - MINUTE);
    pass(OVER);

    assertThat(timers).isEmpty();
    assertThat(user.nextOverMillis("ada", SETTINGS.scoring())).isEqualTo(Long.MIN_VALUE);
  }
}

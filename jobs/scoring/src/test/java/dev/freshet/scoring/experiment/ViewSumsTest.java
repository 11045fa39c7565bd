package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewSumsTest {

  private static final long NOON = 1_764_504_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 1_440L * MINUTE;
  private static final ViewSettings SETTINGS =
      new ViewSettings(Duration.ofMinutes(1), Duration.ofDays(90));

  private final UserViews user = new UserViews();

  private static UserNews shown(long atMillis, String placement, Map<String, String> variants) {
    return UserNews.of(
        new ListExposure(
            "e", "ada", atMillis, placement, List.of("algebra", "go"), variants, EventTime.NEVER));
  }

  private static UserNews click(long atMillis) {
    return UserNews.of(Interaction.click("c", "ada", "algebra", atMillis)).get(0);
  }

  private ViewSums home(UserNews... news) {
    ViewSums sums = new ViewSums();
    for (UserNews each : news) {
      user.await(each, Long.MIN_VALUE, SETTINGS);
    }
    user.pass(Long.MAX_VALUE / 2, SETTINGS, sums::enter);
    return sums;
  }

  @Test
  void countsByTheDayOfTheListWhateverDayItIsWhenSomethingIsDone() {
    long today = NOON / DAY;

    ViewSums sums =
        home(
            shown(NOON, "home", Map.of()),
            shown(NOON + MINUTE, "home", Map.of()),
            click(NOON + 2 * MINUTE),
            UserNews.of(
                    Interaction.of("p", "ada", "go", NOON + DAY - MINUTE, InteractionKind.PURCHASE))
                .get(0),
            shown(NOON + DAY, "home", Map.of()),
            click(NOON + DAY + MINUTE));

    assertThat(sums.days())
        .containsExactly(
            Map.entry(today, new DayCounts(1L, 2L, 1L, 0L, 0L, 0L, 1L)),
            Map.entry(today + 1, new DayCounts(1L, 1L, 1L, 0L, 0L, 0L, 0L)));
    assertThat(sums.reasons())
        .containsExactly(Map.entry(ReasonKind.UNTOLD, new ReasonCounts(6L, 2L, 0L, 0L, 0L, 1L)));
    ViewSums back = ViewSums.deserialize(sums.serialize());
    assertThat(back.days()).isEqualTo(sums.days());
    assertThat(back.reasons()).isEqualTo(sums.reasons());
  }

  @Test
  void takesBackWhatAProgramWasShownOnItsDay() {
    UserNews[] lists =
        IntStream.rangeClosed(-1, ViewSettings.USUAL_LISTS_A_DAY)
            .mapToObj(each -> shown(each < 0 ? NOON - DAY : NOON + each, "home", Map.of()))
            .toArray(UserNews[]::new);

    ViewSums sums = home(lists);

    assertThat(sums.programs()).isEqualTo(1L);
    assertThat(sums.of(Metric.LISTS).users()).isZero();
    assertThat(sums.days())
        .containsExactly(
            Map.entry(NOON / DAY - 1, new DayCounts(1L, 1L, 0L, 0L, 0L, 0L, 0L)),
            Map.entry(NOON / DAY, DayCounts.NONE));
    assertThat(sums.reasons())
        .containsExactly(Map.entry(ReasonKind.UNTOLD, new ReasonCounts(2L, 0L, 0L, 0L, 0L, 0L)));
  }

  @Test
  void keepsTheNewestDays() {
    UserNews[] lists =
        IntStream.range(0, 40)
            .mapToObj(each -> shown(NOON + each * DAY, "home", Map.of()))
            .toArray(UserNews[]::new);

    ViewSums sums = home(lists);

    assertThat(sums.days()).hasSize(ViewSums.MOST_DAYS).containsKey(NOON / DAY + 39);
    assertThat(sums.of(Metric.LISTS).part()).isEqualTo(40L);
  }
}

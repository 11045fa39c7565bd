package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a user returns, and why items were shown that the user does something with. */
class ViewerReturnTest {

  private static final long NOON = 1_764_504_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 1_440L * MINUTE;

  private static final ViewSettings SETTINGS =
      new ViewSettings(Duration.ofMinutes(1), Duration.ofDays(90));

  private final Viewer viewer = new Viewer(40L);

  private static Action shown(long atMillis, String... items) {
    return Action.shown(atMillis, List.of(items), List.of());
  }

  private static Action click(long atMillis, String item) {
    return Action.reacted(atMillis, Reaction.CLICK, item);
  }

  private Totals followed(Action... actions) {
    for (Action action : actions) {
      viewer.await(action);
    }
    viewer.pass(NOON + 60L * DAY, SETTINGS);
    return viewer.totals();
  }

  @Test
  void tellsOnceTheDaysAreOverThatAUserReturnedOnOneOfThem() {
    long midnight = (NOON / DAY + 29L) * DAY;
    viewer.await(shown(NOON, "algebra"));
    viewer.await(Action.active(NOON + DAY));
    assertThat(viewer.overMillis()).isEqualTo(Long.MAX_VALUE);
    viewer.pass(NOON + DAY, SETTINGS);
    assertThat(viewer.overMillis()).isEqualTo(midnight - 1L);
    viewer.pass(midnight - 2L, SETTINGS);
    assertThat(viewer.totals()).isEqualTo(new Totals(1L, 0L, 0L, 0L, 0L, 0L));

    Viewer back = Viewer.deserialize(viewer.serialize());
    back.pass(midnight - 1L, SETTINGS);

    assertThat(back.totals()).isEqualTo(new Totals(1L, 0L, 0L, 0L, 0L, 0L, 1L, 1L));
    assertThat(back.changedMillis()).isEqualTo(midnight - 1L);
    assertThat(back.overMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(Viewer.deserialize(back.serialize()).totals()).isEqualTo(back.totals());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "28, 1", "29, 0"})
  void returnsOnOneOfTheTwentyEightDaysAfterThatOfTheFirstList(long day, long returned) {
    Totals totals =
        followed(
            Action.active(NOON - DAY),
            shown(NOON, "algebra"),
            click(NOON + 1L, "algebra"),
            Action.active(NOON + day * DAY + 2L),
            shown(NOON + 20L * DAY, "algebra"));

    assertThat(totals).isEqualTo(new Totals(2L, 1L, 0L, 0L, 0L, 0L, 1L, returned));
  }

  @Test
  void returnsByWhateverTheUserDoes() {
    assertThat(followed(shown(NOON, "go"), click(NOON + 2L * DAY, "chess")).returned()).isOne();
  }

  @Test
  void countsWhatIsDoneByWhyItemsWereShown() {
    followed(
        Action.shown(
            NOON,
            List.of("algebra", "python", "go", "algebra"),
            List.of("similar:logic", "new:", "similar:rust", "again")),
        click(NOON + MINUTE, "algebra"),
        click(NOON + MINUTE, "python"),
        click(NOON + 2 * MINUTE, "python"),
        Action.studied(NOON + 3 * MINUTE, "go", 90L),
        Action.studied(NOON + 9 * MINUTE, "go", 30L),
        Action.reacted(NOON + 10 * MINUTE, Reaction.LIKE, "go"),
        Action.reacted(NOON + 11 * MINUTE, Reaction.COMPLETION, "python"),
        Action.reacted(NOON + 12 * MINUTE, Reaction.PURCHASE, "python"),
        shown(NOON + 20 * MINUTE, "go"),
        click(NOON + 21 * MINUTE, "go"));

    assertThat(viewer.days().takeReasonChanges())
        .containsOnly(
            Map.entry(ReasonKind.SIMILAR, new ReasonCounts(2L, 1L, 120L, 0L, 1L, 0L)),
            Map.entry(ReasonKind.NEW, new ReasonCounts(1L, 1L, 0L, 1L, 0L, 1L)),
            Map.entry(ReasonKind.UNTOLD, new ReasonCounts(1L, 1L, 0L, 0L, 0L, 0L)));
    assertThat(viewer.days().takeReasonChanges()).isEmpty();
  }
}

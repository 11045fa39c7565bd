package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MINUTE;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.SECOND;
import static dev.freshet.effect.Lists.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.experiment.DayCounts;
import dev.freshet.scoring.experiment.DayItems;
import dev.freshet.scoring.experiment.ReasonCounts;
import dev.freshet.scoring.experiment.ReasonKind;
import dev.freshet.scoring.experiment.Totals;
import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.testing.GivenUp;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserCounterTest {

  private static final View HOME = View.ofPlacement("home");

  private KeyedOneInputStreamOperatorTestHarness<String, UserNews, ViewChange> counter;

  @BeforeEach
  void open() throws Exception {
    counter = newCounter();
    counter.open();
  }

  @AfterEach
  void close() throws Exception {
    counter.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, UserNews, ViewChange> newCounter()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new UserCounter(SETTINGS), SETTINGS.quiet()),
        UserNews::user,
        Types.STRING);
  }

  private void show(long atMillis) throws Exception {
    counter.processElement(
        UserNews.of(Lists.shown("ada", atMillis, "home", Map.of(), "algebra")), 0L);
  }

  private void click(long atMillis) throws Exception {
    for (UserNews news : UserNews.of(Lists.click("ada", "algebra", atMillis))) {
      counter.processElement(news, 0L);
    }
  }

  private static ViewChange change(Totals before, Totals after, long atMillis) {
    DayCounts day =
        new DayCounts(
            before.isCounted() ? 0L : 1L,
            after.lists() - before.lists(),
            after.clicks() - before.clicks(),
            0L,
            0L,
            0L,
            0L);
    Map<Long, DayCounts> days = Map.of(atMillis / DAY, day);
    ReasonCounts counts =
        new ReasonCounts(
            after.lists() - before.lists(), after.clicks() - before.clicks(), 0L, 0L, 0L, 0L);
    Map<ReasonKind, ReasonCounts> reasons = Map.of(ReasonKind.UNTOLD, counts);
    int algebra = (int) Fingerprint.of("algebra");
    List<DayItems> shown =
        after.lists() > before.lists()
            ? List.of(new DayItems(atMillis / DAY, List.of(algebra)))
            : List.of();
    return new ViewChange(HOME, before, after, 0L, 0, days, reasons, shown, atMillis);
  }

  private static Totals totals(long lists, long clicks) {
    return new Totals(lists, clicks, 0L, 0L, 0L, 0L);
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = counter.snapshot(1L, 1L);
    counter.close();
    counter = newCounter();
    counter.initializeState(snapshot);
    counter.open();
  }

  @Test
  void tellsWhatIsDueToAListOnceNothingEarlierIsWaitedFor() throws Exception {
    click(MONDAY_NOON + SECOND);
    show(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + MINUTE - 1);
    assertThat(counter.extractOutputValues()).isEmpty();

    counter.processWatermark(MONDAY_NOON + MINUTE + SECOND);

    assertThat(counter.extractOutputValues())
        .containsExactly(
            change(Totals.NONE, totals(1, 0), MONDAY_NOON),
            change(totals(1, 0), totals(1, 1), MONDAY_NOON + SECOND));
    // Whether the user returns within 28 days is looked at then.
    assertThat(counter.numEventTimeTimers()).isOne();
  }

  @Test
  void tellsOnceTheDaysAreOverWhetherTheUserReturned() throws Exception {
    show(MONDAY_NOON);
    click(MONDAY_NOON + 3 * DAY);
    counter.processWatermark(MONDAY_NOON + 10 * DAY);
    restore();
    counter.processWatermark(MONDAY_NOON + 28 * DAY);
    assertThat(counter.extractOutputValues()).isEmpty();

    counter.processWatermark(MONDAY_NOON + 29 * DAY);

    assertThat(counter.extractOutputValues())
        .extracting(ViewChange::after)
        .containsExactly(new Totals(1L, 0L, 0L, 0L, 0L, 0L, 1L, 1L));
    assertThat(counter.numEventTimeTimers()).isZero();
  }

  @Test
  void countsNothingThatComesAfterThat() throws Exception {
    show(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + MINUTE);
    show(MONDAY_NOON);
    click(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + DAY);

    assertThat(counter.extractOutputValues())
        .containsExactly(change(Totals.NONE, totals(1, 0), MONDAY_NOON));
  }

  @Test
  void countsNothingOfADeviceWhoseClockIsFurtherBehindThanUsersAreKnown() throws Exception {
    counter.processWatermark(MONDAY_NOON + 200 * DAY);
    for (int list = 0; list < 3; list++) {
      show(MONDAY_NOON + list * MINUTE);
      counter.processWatermark(MONDAY_NOON + 200 * DAY + list * MINUTE);
    }

    assertThat(counter.extractOutputValues()).isEmpty();
    assertThat(counter.numKeyedStateEntries()).isZero();
  }

  @Test
  void keepsNothingOfAUserWhoIsShownNothing() throws Exception {
    click(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + MINUTE);

    assertThat(counter.numKeyedStateEntries()).isZero();
    assertThat(counter.extractOutputValues()).isEmpty();
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    show(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + MINUTE);
    click(MONDAY_NOON + SECOND);
    restore();
    counter.processWatermark(MONDAY_NOON + MINUTE + SECOND);

    assertThat(counter.extractOutputValues())
        .containsExactly(change(totals(1, 0), totals(1, 1), MONDAY_NOON + SECOND));
  }

  @Test
  void forgetsAUserWhoStaysAwayForTheTtl() throws Exception {
    show(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + MINUTE);
    restore();
    counter.setStateTtlProcessingTime(SETTINGS.scoring().ttl().toMillis() + 1);
    show(MONDAY_NOON + 2 * DAY);
    counter.processWatermark(MONDAY_NOON + 3 * DAY);

    assertThat(counter.extractOutputValues())
        .containsExactly(change(Totals.NONE, totals(1, 0), MONDAY_NOON + 2 * DAY));
  }

  @Test
  void leavesOutWhatWaitsForATimerThatIsGivenUp() throws Exception {
    show(MONDAY_NOON);
    show(MONDAY_NOON + SECOND);
    GivenUp.of(counter.getOperator(), "ada").leaveOut(MONDAY_NOON + MINUTE);
    counter.processWatermark(MONDAY_NOON + 2 * MINUTE);

    assertThat(counter.extractOutputValues())
        .containsExactly(change(Totals.NONE, totals(1, 0), MONDAY_NOON + SECOND));
  }

  @Test
  void beginsAnewWithAUserWhoIsGivenUp() throws Exception {
    show(MONDAY_NOON);
    counter.processWatermark(MONDAY_NOON + MINUTE);
    GivenUp.of(counter.getOperator(), "ada").forget();
    show(MONDAY_NOON + DAY);
    counter.processWatermark(MONDAY_NOON + DAY + MINUTE);

    assertThat(counter.extractOutputValues())
        .extracting(ViewChange::before)
        .containsExactly(Totals.NONE, Totals.NONE);
  }
}

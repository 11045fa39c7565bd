package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.HOUR;
import static dev.freshet.stickiness.Moments.MINUTE;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.SETTINGS;
import static dev.freshet.stickiness.Moments.WEDNESDAY_BEGINS;
import static dev.freshet.stickiness.Moments.WITH_PURCHASES;
import static dev.freshet.stickiness.Moments.click;
import static dev.freshet.stickiness.Moments.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.StickinessState;
import dev.freshet.scoring.stickiness.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTrackingTest {

  /** What the clock on the wall shows when a test begins: a time long after the events. */
  private static final long WALL = MONDAY_NOON + 2000 * DAY;

  private static final long QUIET = SETTINGS.quiet().toMillis();

  private KeyedOneInputStreamOperatorTestHarness<String, Interaction, Observation> tracking;

  @BeforeEach
  void open() throws Exception {
    tracking = newTracking();
    tracking.setProcessingTime(WALL);
    tracking.open();
  }

  @AfterEach
  void close() throws Exception {
    tracking.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Interaction, Observation>
      newTracking() throws Exception {
    return newTracking(SETTINGS);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Interaction, Observation>
      newTracking(StickinessJobSettings settings) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new UserTracking(settings, null), settings.quiet()),
        Interaction::user,
        Types.STRING);
  }

  /** Begins anew with other settings. */
  private void openWith(StickinessJobSettings settings) throws Exception {
    close();
    tracking = newTracking(settings);
    tracking.setProcessingTime(WALL);
    tracking.open();
  }

  private void buys(String user, long atMillis) throws Exception {
    tracking.processElement(purchase(user, atMillis), atMillis);
    tracking.processWatermark(atMillis - 1);
  }

  private List<PlatformChange> changes() {
    return tracking.getSideOutput(UserTracking.PLATFORM).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  private void comes(String user, long... moments) throws Exception {
    for (long atMillis : moments) {
      tracking.processElement(click(user, atMillis), atMillis);
      tracking.processWatermark(atMillis - 1);
    }
  }

  private void comesDaily(String user, int days) throws Exception {
    for (int day = 0; day < days; day++) {
      comes(user, MONDAY_NOON + day * DAY);
    }
  }

  @Test
  void tellsWhenTheFirstEventCameToKafkaThatWasNotToldYet() throws Exception {
    Origins origins = new Origins(List.of("clicks"));
    tracking.processElement(click("ada", MONDAY_NOON), origins.of("clicks", 0, 0, WALL - 40));
    tracking.processElement(click("ada", MONDAY_NOON + 1), origins.of("clicks", 0, 1, WALL - 20));
    tracking.setProcessingTime(WALL + SETTINGS.delay().toMillis());
    List<Observation> told = tracking.extractOutputValues();
    assertThat(told.get(0).arrivedMillis()).isEqualTo(WALL - 40);

    tracking.processWatermark(MONDAY_NOON + 40 * DAY);
    assertThat(tracking.extractOutputValues().size()).isGreaterThan(told.size());
    assertThat(last().arrivedMillis()).isZero();
  }

  private Observation last() {
    List<Observation> all = tracking.extractOutputValues();
    return all.get(all.size() - 1);
  }

  private StickinessState lastState() {
    return Objects.requireNonNull(last().state());
  }

  private int told() {
    return tracking.extractOutputValues().size();
  }

  @Test
  void tellsAUsersStandingAtTheFirstEvent() throws Exception {
    comes("ada", MONDAY_NOON);

    assertThat(last().user()).isEqualTo("ada");
    assertThat(last().atMillis()).isEqualTo(MONDAY_NOON);
    assertThat(lastState().tier()).isEqualTo(Tier.NEW);
    assertThat(lastState().streak()).isOne();
    assertThat(tracking.getSideOutput(UserTracking.TIERS)).hasSize(1);
  }

  @Test
  void tellsOfEveryEventAsOfTheLatest() throws Exception {
    comes("ada", MONDAY_NOON);
    tracking.processElement(click("ada", MONDAY_NOON + 2), MONDAY_NOON + 2);
    tracking.processElement(click("ada", MONDAY_NOON + 1), MONDAY_NOON + 1);

    assertThat(tracking.extractOutputValues())
        .extracting(Observation::atMillis)
        .containsExactly(MONDAY_NOON, MONDAY_NOON + 2, MONDAY_NOON + 2);
  }

  @Test
  void tellsAStateAsOfWhenItCameToBeThoughALateEventShowsItLater() throws Exception {
    comes("ada", MONDAY_NOON);
    tracking.processWatermark(WEDNESDAY_BEGINS + HOUR);
    tracking.processElement(click("ada", MONDAY_NOON + 1), MONDAY_NOON + 1);

    assertThat(last().atMillis()).isEqualTo(WEDNESDAY_BEGINS);
    assertThat(lastState().streak()).isZero();
  }

  @Test
  void takesAStreakAwayExactlyWhenTheFirstIdleDayIsOver() throws Exception {
    comes("ada", MONDAY_NOON);

    tracking.processWatermark(WEDNESDAY_BEGINS - 1);
    assertThat(told()).isOne();
    tracking.processWatermark(WEDNESDAY_BEGINS);

    assertThat(told()).isEqualTo(2);
    assertThat(last().atMillis()).isEqualTo(WEDNESDAY_BEGINS);
    assertThat(lastState().streak()).isZero();
  }

  @Test
  void takesAStreakOfThreeAwayWhenADayWasIdle() throws Exception {
    comesDaily("ada", 3);
    assertThat(lastState().streak()).isEqualTo(3);

    tracking.processWatermark(WEDNESDAY_BEGINS + 2 * DAY - 1);
    assertThat(lastState().streak()).isEqualTo(3);
    tracking.processWatermark(WEDNESDAY_BEGINS + 2 * DAY);

    assertThat(lastState().streak()).isZero();
    assertThat(lastState().bestStreak()).isEqualTo(3);
  }

  private void openSpreadOver(String spread) throws Exception {
    openWith(Moments.settings(Map.of("stickiness.midnight.spread", spread)));
  }

  @Test
  void looksAtUsersOneAfterAnotherWhenMidnightIsSpread() throws Exception {
    openSpreadOver("10 min");
    for (int user = 0; user < 100; user++) {
      tracking.processElement(click("user-" + user, MONDAY_NOON), MONDAY_NOON);
    }

    tracking.processWatermark(WEDNESDAY_BEGINS - 1);
    assertThat(told()).isEqualTo(100);
    tracking.processWatermark(WEDNESDAY_BEGINS + 5 * MINUTE);
    assertThat(told()).isBetween(130, 170);
    tracking.processWatermark(WEDNESDAY_BEGINS + 10 * MINUTE);
    assertThat(told()).isEqualTo(200);

    assertThat(tracking.extractOutputValues().subList(100, 200))
        .extracting(Observation::atMillis)
        .containsOnly(WEDNESDAY_BEGINS);
  }

  @Test
  void tellsAtOnceWhatMidnightChangedOfAUserWhoComesBeforeTheOwnMoment() throws Exception {
    openSpreadOver("12 h");
    comes("ada", MONDAY_NOON);
    tracking.processElement(click("ada", WEDNESDAY_BEGINS + 1), WEDNESDAY_BEGINS + 1);
    assertThat(lastState().streak()).isOne();
    assertThat(lastState().activeDays7()).isEqualTo(2);
    tracking.processWatermark(WEDNESDAY_BEGINS + DAY / 2);

    assertThat(told()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0 ms, 12 h", "12 h, 0 ms", "10 min, 7 min"})
  void keepsLookingWhenTheSpreadIsSetAnew(String before, String after) throws Exception {
    openSpreadOver(before);
    comes("ada", MONDAY_NOON);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    close();
    tracking = newTracking(Moments.settings(Map.of("stickiness.midnight.spread", after)));
    tracking.initializeState(snapshot);
    tracking.open();
    tracking.processWatermark(WEDNESDAY_BEGINS + DAY / 2);

    assertThat(told()).isOne();
    assertThat(last().atMillis()).isEqualTo(WEDNESDAY_BEGINS);
    tracking.processWatermark(MONDAY_NOON + 367 * DAY);
    assertThat(last().state()).isNull();
    assertThat(tracking.numEventTimeTimers()).isZero();
  }

  private static long moment(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private void openIn(String zone) throws Exception {
    openWith(Moments.settings(Map.of("stickiness.zone", zone)));
  }

  @Test
  void beginsADayExactlyAtMidnightInShanghai() throws Exception {
    openIn("Asia/Shanghai");
    comes("ada", moment("2020-03-02T15:59:59.999Z"));
    assertThat(lastState().streak()).isOne();
    comes("ada", moment("2020-03-02T16:00:00Z"));
    assertThat(lastState().streak()).isEqualTo(2);

    tracking.processWatermark(moment("2020-03-04T15:59:59.999Z"));
    assertThat(lastState().streak()).isEqualTo(2);
    tracking.processWatermark(moment("2020-03-04T16:00:00Z"));

    assertThat(lastState().streak()).isZero();
    assertThat(last().atMillis()).isEqualTo(moment("2020-03-04T16:00:00Z"));
  }

  /** Clocks go forward on 2020-03-08 and back on 2020-11-01: days of 23 and of 25 hours. */
  @ParameterizedTest
  @CsvSource({
    "2020-03-07T17:00:00Z, 2020-03-09T04:00:00Z",
    "2020-10-31T16:00:00Z, 2020-11-02T05:00:00Z"
  })
  void endsADayAtMidnightInNewYorkThoughTheClocksChangeOnIt(String noon, String midnight)
      throws Exception {
    openIn("America/New_York");
    comes("ada", moment(noon));

    tracking.processWatermark(moment(midnight) - 1);
    assertThat(lastState().streak()).isOne();
    tracking.processWatermark(moment(midnight));

    assertThat(lastState().streak()).isZero();
    assertThat(last().atMillis()).isEqualTo(moment(midnight));
  }

  @Test
  void takesAStormOfCommentsForNoMoreThanATalk() throws Exception {
    comments("ada", 10);
    double talk = lastState().components().community();
    comments("ben", 2_000);

    assertThat(last().user()).isEqualTo("ben");
    assertThat(lastState().components().community()).isEqualTo(talk).isGreaterThan(0.5);
  }

  private void comments(String user, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      long atMillis = MONDAY_NOON + i;
      tracking.processElement(
          Interaction.of(user + i, user, "algebra", atMillis, InteractionKind.COMMENT), atMillis);
    }
  }

  @Test
  void tellsOnceOfWhatAUserDoesWithinTheDelay() throws Exception {
    openWith(StickinessJobSettings.from(new Configuration(), RedisKeys.plain()));
    comesDaily("ada", 3);
    comes("ben", MONDAY_NOON + 2 * DAY);
    tracking.setProcessingTime(WALL + 999);
    assertThat(told()).isZero();
    tracking.setProcessingTime(WALL + 1000);

    assertThat(tracking.extractOutputValues())
        .extracting(Observation::user)
        .containsExactlyInAnyOrder("ada", "ben");
    assertThat(tracking.extractOutputValues())
        .filteredOn(observation -> observation.user().equals("ada"))
        .allSatisfy(
            observation -> {
              assertThat(observation.atMillis()).isEqualTo(MONDAY_NOON + 2 * DAY);
              assertThat(Objects.requireNonNull(observation.state()).streak()).isEqualTo(3);
            });
    assertThat(changes())
        .extracting(PlatformChange::activeDay)
        .filteredOn(Objects::nonNull)
        .hasSize(4);
    tracking.setProcessingTime(WALL + 5000);
    assertThat(told()).isEqualTo(2);
  }

  @Test
  void tellsAfterARestoreWhatHadToWait() throws Exception {
    StickinessJobSettings defaults =
        StickinessJobSettings.from(new Configuration(), RedisKeys.plain());
    openWith(defaults);
    comes("ada", MONDAY_NOON);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    close();
    tracking = newTracking(defaults);
    tracking.initializeState(snapshot);
    tracking.open();
    tracking.setProcessingTime(WALL + 1000);

    assertThat(last().user()).isEqualTo("ada");
    assertThat(lastState().streak()).isOne();
  }

  @Test
  void letsAnIdleUserFallThroughTheTiersByEventTimeAlone() throws Exception {
    comesDaily("ada", 21);
    double devoted = lastState().score();
    assertThat(lastState().tier()).isEqualTo(Tier.DEVOTED);

    tracking.processWatermark(MONDAY_NOON + 34 * DAY);
    assertThat(lastState().tier()).isEqualTo(Tier.AT_RISK);
    assertThat(lastState().score()).isLessThan(devoted);
    tracking.processWatermark(MONDAY_NOON + 50 * DAY);

    assertThat(lastState().tier()).isEqualTo(Tier.DORMANT);
    assertThat(tracking.getSideOutput(UserTracking.TIERS))
        .extracting(record -> record.getValue().after())
        .contains(Tier.NEW, Tier.REGULAR, Tier.DEVOTED, Tier.AT_RISK, Tier.DORMANT);
  }

  @Test
  void isNotDrivenByTheWallsClockWhileAnOldLogIsReplayed() throws Exception {
    comes("ada", MONDAY_NOON);
    tracking.setProcessingTime(WALL + HOUR);
    comes("ben", MONDAY_NOON + HOUR);

    assertThat(told()).isEqualTo(2);
  }

  @Test
  void goesOnWithTheWallsClockWhenTheTopicsAreSilent() throws Exception {
    comes("ada", MONDAY_NOON);
    long idle = WEDNESDAY_BEGINS - MONDAY_NOON;

    tracking.setProcessingTime(WALL + idle - 1);
    assertThat(told()).isOne();
    tracking.setProcessingTime(WALL + idle);
    assertThat(told()).isOne();
    tracking.setProcessingTime(WALL + idle + QUIET);

    assertThat(told()).isEqualTo(2);
    assertThat(last().atMillis()).isEqualTo(WEDNESDAY_BEGINS);
    assertThat(lastState().streak()).isZero();
  }

  @Test
  void doesNotLetTheWallsClockOvertakeEventTimeThatMovesSlowly() throws Exception {
    comes("ada", MONDAY_NOON);
    long wall = WALL + 35 * HOUR;
    for (int step = 1; step <= 200; step++) {
      tracking.setProcessingTime(wall + step * QUIET / 2);
      comes("ben", MONDAY_NOON + step);
    }

    assertThat(tracking.extractOutputValues())
        .filteredOn(observation -> observation.user().equals("ada"))
        .hasSize(1);
  }

  @Test
  void countsALateEventOnItsOwnDay() throws Exception {
    comes("ada", MONDAY_NOON, MONDAY_NOON + 2 * DAY);
    assertThat(lastState().streak()).isOne();
    tracking.processElement(click("ada", MONDAY_NOON + DAY), MONDAY_NOON + DAY);

    assertThat(lastState().streak()).isEqualTo(3);
    assertThat(last().atMillis()).isEqualTo(MONDAY_NOON + 2 * DAY);
  }

  @Test
  void teachesOnceAWeekWhetherTheUserCame() throws Exception {
    comesDaily("ada", 29);

    assertThat(tracking.getSideOutput(UserTracking.EXAMPLES)).hasSizeBetween(2, 4);
    assertThat(tracking.getSideOutput(UserTracking.EXAMPLES))
        .allMatch(record -> record.getValue().returned());
  }

  @Test
  void forgetsAUserWhoWasAwayForTheDaysOfRetention() throws Exception {
    comes("ada", MONDAY_NOON);
    tracking.processWatermark(MONDAY_NOON + 367 * DAY);

    assertThat(last().state()).isNull();
    assertThat(tracking.numEventTimeTimers()).isZero();
    assertThat(tracking.numProcessingTimeTimers()).isZero();
    comes("ada", MONDAY_NOON + 400 * DAY);
    assertThat(lastState().tier()).isEqualTo(Tier.NEW);
  }

  @Test
  void startsAnewWithWhatComesAfterTheRetentionThoughNoWatermarkCameBefore() throws Exception {
    comes("ada", MONDAY_NOON);
    tracking.processElement(click("ada", MONDAY_NOON + 400 * DAY), MONDAY_NOON + 400 * DAY);

    assertThat(lastState().tier()).isEqualTo(Tier.NEW);
    assertThat(tracking.extractOutputValues().get(1).state()).isNull();
    assertThat(tracking.numEventTimeTimers()).isOne();
  }

  @Test
  void forgetsNobodyWhereALogEnds() throws Exception {
    comes("ada", MONDAY_NOON);
    tracking.processWatermark(Long.MAX_VALUE);

    assertThat(told()).isOne();
    assertThat(lastState().tier()).isEqualTo(Tier.NEW);
  }

  @Test
  void keepsOneTimerForAUser() throws Exception {
    comesDaily("ada", 10);
    comes("ben", MONDAY_NOON + 10 * DAY);

    assertThat(tracking.numEventTimeTimers()).isEqualTo(2);
    assertThat(tracking.numProcessingTimeTimers()).isZero();
  }

  @Test
  void tellsWhatHadToWaitWhenTheInputEnds() throws Exception {
    openWith(StickinessJobSettings.from(new Configuration(), RedisKeys.plain()));
    comes("ada", MONDAY_NOON);
    comes("ben", MONDAY_NOON);
    tracking.processWatermark(Long.MAX_VALUE);
    tracking.endInput();

    assertThat(tracking.extractOutputValues())
        .extracting(Observation::user)
        .containsExactlyInAnyOrder("ada", "ben");
    assertThat(tracking.numProcessingTimeTimers()).isZero();
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    comesDaily("ada", 3);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    close();
    tracking = newTracking();
    tracking.setProcessingTime(WALL);
    tracking.initializeState(snapshot);
    tracking.open();
    tracking.processWatermark(WEDNESDAY_BEGINS + 2 * DAY);

    assertThat(told()).isOne();
    assertThat(lastState().streak()).isZero();
    assertThat(lastState().bestStreak()).isEqualTo(3);
  }

  private void openOnRocksDb(PriorityQueueStateType timers, OperatorSubtaskState state)
      throws Exception {
    close();
    EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend(true);
    backend.setPriorityQueueStateType(timers);
    tracking = newTracking();
    tracking.setStateBackend(backend);
    tracking.setProcessingTime(WALL);
    tracking.initializeState(state);
    tracking.open();
  }

  @Test
  void goesOnFromACheckpointThatHadItsTimersInHeap() throws Exception {
    openOnRocksDb(PriorityQueueStateType.HEAP, OperatorSubtaskState.builder().build());
    comes("ada", MONDAY_NOON);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    openOnRocksDb(PriorityQueueStateType.ROCKSDB, snapshot);
    tracking.processWatermark(WEDNESDAY_BEGINS);

    assertThat(told()).isOne();
    assertThat(lastState().streak()).isZero();
    assertThat(tracking.numEventTimeTimers()).isOne();
  }

  @Test
  void fallsAfterARestoreEvenIfNothingEverComes() throws Exception {
    comes("ada", MONDAY_NOON);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    close();
    tracking = newTracking();
    tracking.initializeState(snapshot);
    tracking.open();
    tracking.setProcessingTime(WALL + 3 * DAY);
    tracking.setProcessingTime(WALL + 3 * DAY + QUIET);

    assertThat(told()).isPositive();
    assertThat(lastState().streak()).isZero();
  }

  @Test
  void waitsAfterARestoreForWhatMayHaveComeMeanwhile() throws Exception {
    comes("ada", MONDAY_NOON);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    close();
    tracking = newTracking();
    tracking.setProcessingTime(WALL + 3 * DAY);
    tracking.initializeState(snapshot);
    tracking.open();
    tracking.setProcessingTime(WALL + 3 * DAY + QUIET - 1);
    assertThat(told()).isZero();
    comes("ben", MONDAY_NOON + DAY / 4);
    tracking.setProcessingTime(WALL + 3 * DAY + 2 * QUIET);

    assertThat(tracking.extractOutputValues()).extracting(Observation::user).containsExactly("ben");
  }

  @Test
  void tellsThePlatformWhatEachUserChanges() throws Exception {
    int monday = ActivityDays.day(MONDAY_NOON, SETTINGS.scoring().zone());
    comes("ada", MONDAY_NOON);

    assertThat(changes()).hasSize(2);
    assertThat(changes().get(0))
        .isEqualTo(new PlatformChange(MONDAY_NOON, null, null, monday, null));
    PlatformChange seen = changes().get(1);
    assertThat(seen.before()).isNull();
    assertThat(seen.activeDay()).isNull();
    Footprint after = Objects.requireNonNull(seen.after());
    assertThat(after.tier()).isEqualTo(Tier.NEW);
    assertThat(after.lastActiveDay()).isEqualTo(monday);
    assertThat(after.lastPurchaseDay()).isNull();

    comesDaily("ada", 10);
    tracking.processWatermark(MONDAY_NOON + 400 * DAY);

    // Each change begins where the one before ended, so that what is counted can be taken back.
    List<PlatformChange> all = changes();
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).before()).isEqualTo(all.get(i - 1).after());
    }
    assertThat(all.get(all.size() - 1).after()).isNull();
    assertThat(all).extracting(PlatformChange::activeDay).filteredOn(Objects::nonNull).hasSize(10);
  }

  @Test
  void followsPurchases() throws Exception {
    openWith(WITH_PURCHASES);
    int monday = ActivityDays.day(MONDAY_NOON, SETTINGS.scoring().zone());
    comesDaily("ada", 20);
    double[] before = last().conversion();
    buys("ada", MONDAY_NOON + 19 * DAY);

    assertThat(before).hasSize(7).endsWith(0.0, 0.0);
    assertThat(last().conversion()).endsWith(Math.log1p(1), Math.log1p(1));
    List<PlatformChange> all = changes();
    assertThat(all.get(all.size() - 2).purchaseDay()).isEqualTo(monday + 19);
    assertThat(Objects.requireNonNull(all.get(all.size() - 1).after()).lastPurchaseDay())
        .isEqualTo(monday + 19);

    tracking.processWatermark(MONDAY_NOON + 60 * DAY);

    assertThat(tracking.getSideOutput(UserTracking.CONVERSIONS))
        .extracting(record -> record.getValue().bought())
        .containsOnlyOnce(true)
        .hasSizeGreaterThan(1);
  }

  @Test
  void teachesNothingAboutPurchasesOnAPlatformWithoutThem() throws Exception {
    comesDaily("ada", 60);

    assertThat(tracking.getSideOutput(UserTracking.CONVERSIONS)).isNullOrEmpty();
    assertThat(last().conversion()).isEmpty();
  }

  @Test
  void keepsPurchasesThroughARestore() throws Exception {
    openWith(WITH_PURCHASES);
    comes("ada", MONDAY_NOON);
    buys("ada", MONDAY_NOON);
    OperatorSubtaskState snapshot = tracking.snapshot(1L, MONDAY_NOON);
    close();
    tracking = newTracking(WITH_PURCHASES);
    tracking.initializeState(snapshot);
    tracking.open();
    comes("ada", MONDAY_NOON + DAY);

    assertThat(last().conversion()).endsWith(Math.log1p(1), Math.log1p(1));
    PlatformChange change = changes().get(0);
    assertThat(change.before()).isNotNull();
    assertThat(Objects.requireNonNull(change.after()).lastPurchaseDay())
        .isEqualTo(ActivityDays.day(MONDAY_NOON, SETTINGS.scoring().zone()));
  }

  @Test
  void takesAtMostAKilobyteOfStateForAUserDevotedForAYear() {
    TrackedUser tracked = new TrackedUser(new ActivityDays());
    for (int day = 0; day < 400; day++) {
      for (int i = 0; i < 60; i++) {
        tracked.days.add(click("ada", MONDAY_NOON + day * DAY + i), SETTINGS.scoring().zone());
      }
      if (day % 7 == 0) {
        tracked.buy(ActivityDays.day(MONDAY_NOON + day * DAY, SETTINGS.scoring().zone()));
      }
    }

    assertThat(tracked.serialize()).hasSizeBetween(800, 1024);
  }
}

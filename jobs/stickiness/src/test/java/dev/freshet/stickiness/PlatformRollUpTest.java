package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.SECOND;
import static dev.freshet.stickiness.Moments.SETTINGS;
import static dev.freshet.stickiness.Moments.WITH_PURCHASES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.Tier;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlatformRollUpTest {

  /** What the clock on the wall shows when a test begins: a time long after the events. */
  private static final long WALL = MONDAY_NOON + 2000 * DAY;

  private static final int MONDAY = ActivityDays.day(MONDAY_NOON, SETTINGS.scoring().zone());
  private static final long QUIET = SETTINGS.quiet().toMillis();

  private KeyedOneInputStreamOperatorTestHarness<Byte, PlatformChange, RedisWrite> platform;

  @BeforeEach
  void open() throws Exception {
    platform = newRollUp(WITH_PURCHASES);
    platform.setProcessingTime(WALL);
    platform.open();
  }

  @AfterEach
  void close() throws Exception {
    platform.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<Byte, PlatformChange, RedisWrite> newRollUp(
      StickinessJobSettings settings) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new PlatformRollUp(settings, null), settings.quiet()),
        change -> (byte) 0,
        Types.BYTE);
  }

  private void appears(Tier tier, int score, int day) throws Exception {
    Footprint user = new Footprint(tier, score, day, null);
    long atMillis = MONDAY_NOON + (day - MONDAY) * DAY;
    platform.processElement(new PlatformChange(atMillis, null, user, day, null), atMillis);
    platform.processWatermark(atMillis - 1);
  }

  private Map<String, String> published() {
    List<RedisWrite> writes = platform.extractOutputValues();
    return writes.get(writes.size() - 1).fields();
  }

  @Test
  void publishesTheFiguresOnceAnInterval() throws Exception {
    appears(Tier.NEW, 40, MONDAY);
    appears(Tier.NEW, 20, MONDAY);
    platform.processElement(
        new PlatformChange(
            MONDAY_NOON + 1,
            new Footprint(Tier.NEW, 40, MONDAY, null),
            new Footprint(Tier.NEW, 42, MONDAY, MONDAY),
            null,
            MONDAY),
        MONDAY_NOON + 1);
    assertThat(platform.extractOutputValues()).isEmpty();
    platform.setProcessingTime(WALL + SECOND);

    assertThat(platform.extractOutputValues()).hasSize(1);
    assertThat(platform.extractOutputValues().get(0).key()).isEqualTo("platform");
    assertThat(published())
        .containsEntry("day", "2020-03-02")
        .containsEntry("users", "2")
        .containsEntry("dau", "2")
        .containsEntry("wau", "2")
        .containsEntry("mau", "2")
        .containsEntry("dauMau", "0.036")
        .containsEntry("meanScore", "31.0")
        .containsEntry("purchases", "1")
        .containsEntry("buyers", "1")
        .containsEntry("conversionRate", "0.500")
        .containsEntry("buyers:new", "1")
        .containsEntry("buyers:at-risk", "0")
        .containsEntry("asOf", Long.toString(MONDAY_NOON + 1))
        .hasSize(17);
  }

  @Test
  void isSilentAboutPurchasesOnAPlatformWithoutThem() throws Exception {
    close();
    platform = newRollUp(SETTINGS);
    platform.setProcessingTime(WALL);
    platform.open();
    appears(Tier.NEW, 40, MONDAY);
    platform.setProcessingTime(WALL + SECOND);

    assertThat(published()).hasSize(8).doesNotContainKeys("purchases", "conversionRate");
  }

  @Test
  void beginsADayWithEventTimeWhenNobodyComes() throws Exception {
    appears(Tier.NEW, 40, MONDAY);
    platform.processWatermark(MONDAY_NOON + DAY / 2 - 1);
    platform.setProcessingTime(WALL + SECOND);
    assertThat(published()).containsEntry("day", "2020-03-02").containsEntry("dau", "1");

    platform.processWatermark(MONDAY_NOON + DAY / 2);
    platform.setProcessingTime(WALL + 2 * SECOND);

    assertThat(published())
        .containsEntry("day", "2020-03-03")
        .containsEntry("dau", "0")
        .containsEntry("wau", "1")
        .containsEntry("asOf", Long.toString(MONDAY_NOON + DAY / 2));
    platform.processWatermark(MONDAY_NOON + 28 * DAY);
    platform.setProcessingTime(WALL + 3 * SECOND);
    assertThat(published()).containsEntry("mau", "0").containsEntry("users", "1");
  }

  @Test
  void beginsADayWithTheWallsClockWhenTheTopicsAreSilent() throws Exception {
    appears(Tier.NEW, 40, MONDAY);
    platform.setProcessingTime(WALL + DAY / 2);
    platform.setProcessingTime(WALL + DAY / 2 + QUIET);
    platform.setProcessingTime(WALL + DAY / 2 + QUIET + SECOND);

    assertThat(published()).containsEntry("day", "2020-03-03").containsEntry("dau", "0");
  }

  @Test
  void publishesWhatHadToWaitWhenTheInputEnds() throws Exception {
    appears(Tier.NEW, 40, MONDAY);
    platform.processWatermark(Long.MAX_VALUE);
    assertThat(platform.extractOutputValues()).isEmpty();
    platform.endInput();

    assertThat(published()).containsEntry("day", "2020-03-02").containsEntry("dau", "1");
  }

  @Test
  void isNotDrivenByTheWallsClockWhileAnOldLogIsReplayed() throws Exception {
    appears(Tier.NEW, 40, MONDAY);
    platform.setProcessingTime(WALL + DAY / 2);
    platform.processWatermark(MONDAY_NOON + SECOND);
    platform.setProcessingTime(WALL + DAY / 2 + QUIET);

    assertThat(published()).containsEntry("day", "2020-03-02").containsEntry("dau", "1");
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    appears(Tier.NEW, 40, MONDAY);
    OperatorSubtaskState snapshot = platform.snapshot(1L, MONDAY_NOON);
    close();
    platform = newRollUp(WITH_PURCHASES);
    platform.setProcessingTime(WALL);
    platform.initializeState(snapshot);
    platform.open();
    platform.processWatermark(MONDAY_NOON + DAY);
    appears(Tier.NEW, 20, MONDAY + 1);
    platform.setProcessingTime(WALL + SECOND);

    assertThat(published())
        .containsEntry("day", "2020-03-03")
        .containsEntry("dau", "1")
        .containsEntry("mau", "2")
        .containsEntry("meanScore", "30.0");
  }
}

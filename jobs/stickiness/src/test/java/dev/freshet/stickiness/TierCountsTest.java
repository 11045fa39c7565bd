package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.SECOND;
import static dev.freshet.stickiness.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.stickiness.Tier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TierCountsTest {

  private static final long WALL = MONDAY_NOON + 2000 * DAY;

  private KeyedOneInputStreamOperatorTestHarness<Byte, TierChange, RedisWrite> counts;

  @BeforeEach
  void open() throws Exception {
    counts = newCounts();
    counts.setProcessingTime(WALL);
    counts.open();
  }

  @AfterEach
  void close() throws Exception {
    counts.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<Byte, TierChange, RedisWrite> newCounts()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new TierCounts(SETTINGS, null), SETTINGS.quiet()),
        change -> (byte) 0,
        Types.BYTE);
  }

  private void appears(long atMillis) throws Exception {
    counts.processElement(new TierChange(null, Tier.NEW, atMillis), atMillis);
  }

  @Test
  void publishOnceAnInterval() throws Exception {
    appears(MONDAY_NOON);
    appears(MONDAY_NOON + 1);
    assertThat(counts.extractOutputValues()).isEmpty();
    counts.setProcessingTime(WALL + SECOND);

    assertThat(counts.extractOutputValues()).hasSize(1);
    assertThat(counts.extractOutputValues().get(0).fields())
        .containsEntry("new", "2")
        .containsEntry("asOf", Long.toString(MONDAY_NOON + 1));
  }

  @Test
  void publishWhatHadToWaitWhenTheInputEnds() throws Exception {
    appears(MONDAY_NOON);
    assertThat(counts.numEventTimeTimers()).isZero();
    counts.endInput();

    assertThat(counts.extractOutputValues()).hasSize(1);
    assertThat(counts.extractOutputValues().get(0).fields()).containsEntry("new", "1");
  }

  @Test
  void goOnAfterARestore() throws Exception {
    appears(MONDAY_NOON);
    OperatorSubtaskState snapshot = counts.snapshot(1L, MONDAY_NOON);
    close();
    counts = newCounts();
    counts.setProcessingTime(WALL);
    counts.initializeState(snapshot);
    counts.open();
    appears(MONDAY_NOON + 1);
    counts.setProcessingTime(WALL + SECOND);

    assertThat(counts.extractOutputValues().get(0).fields()).containsEntry("new", "2");
  }
}

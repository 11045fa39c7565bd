package dev.freshet.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointScheduleTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000;

  /** A schedule of one a minute, of which one was taken at noon. */
  private static CheckpointSchedule schedule() {
    CheckpointSchedule schedule = new CheckpointSchedule(MINUTE);
    schedule.taken(NOON);
    return schedule;
  }

  @Test
  void expectsTheNextCheckpointAnIntervalAfterTheLast() {
    assertThat(schedule().leftMillis(NOON + 20_000)).isEqualTo(40_000);
  }

  @Test
  void isNotPutOffByACheckpointOutOfTurn() {
    CheckpointSchedule schedule = schedule();
    schedule.taken(NOON + 20_000);

    assertThat(schedule.leftMillis(NOON + 50_000)).isEqualTo(10_000);
  }

  @Test
  void countsFromARegularCheckpointThatComesALittleEarlyOrLate() {
    CheckpointSchedule early = schedule();
    early.taken(NOON + 59_000);
    CheckpointSchedule late = schedule();
    late.taken(NOON + 61_000);

    assertThat(early.leftMillis(NOON + 100_000)).isEqualTo(19_000);
    assertThat(late.leftMillis(NOON + 100_000)).isEqualTo(21_000);
  }

  @Test
  void findsOutThatTheFirstCheckpointWasOutOfTurn() {
    CheckpointSchedule schedule = schedule();
    schedule.taken(NOON + 20_000);
    assertThat(schedule.leftMillis(NOON + MINUTE)).isZero();

    assertThat(schedule.leftMillis(NOON + MINUTE + 4_000)).isEqualTo(16_000);
  }

  @Test
  void expectsALaterCheckpointWhenSomeDoNotCome() {
    CheckpointSchedule schedule = schedule();

    assertThat(schedule.leftMillis(NOON + 3 * MINUTE + 10_000)).isEqualTo(50_000);
  }

  @Test
  void knowsNothingWhileACheckpointIsOverdue() {
    assertThat(schedule().leftMillis(NOON + MINUTE + 1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void knowsNothingBeforeTheFirstCheckpoint() {
    assertThat(new CheckpointSchedule(MINUTE).leftMillis(NOON)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void expectsNoneWhereNoIntervalIsConfigured() {
    CheckpointSchedule schedule = new CheckpointSchedule(0);
    schedule.taken(NOON);

    assertThat(schedule.leftMillis(NOON + MINUTE)).isEqualTo(Long.MAX_VALUE);
  }
}

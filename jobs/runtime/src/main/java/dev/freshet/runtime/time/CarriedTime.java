package dev.freshet.runtime.time;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.function.ThrowingConsumer;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * Event time of an operator's task that goes on when nothing happens: once it has stood still for a
 * while, the clock on the wall carries it on. One alarm of the task looks after that, however many
 * keys and timers there are.
 *
 * <p>Those behind the operator are told of it as of any other watermark, after what came of its
 * timers. So they need no alarm of their own, by which they would be ahead of what they are told.
 */
public final class CarriedTime {

  /** How often event time moves while it is carried on, by either clock. */
  private static final long STEP_MILLIS = 1_000;

  private final @Nullable Duration quiet;
  private final ProcessingTimeService clock;
  private final ThrowingRunnable<Exception> ending;
  private final ThrowingConsumer<Watermark, Exception> passing;
  private final ListState<long[]> snapshots;
  private final Standstill standstill;
  private @Nullable ScheduledFuture<?> alarm;
  private boolean isOver;

  /**
   * @param quiet how long event time must have stood still to be carried on; null if it is not, as
   *     those before the operator do that already
   * @param passing lets the operator's timers come, then tells those behind it
   * @param ending tells those behind it that the input has ended
   */
  public CarriedTime(
      @Nullable Duration quiet,
      ProcessingTimeService clock,
      OperatorStateStore store,
      ThrowingConsumer<Watermark, Exception> passing,
      ThrowingRunnable<Exception> ending)
      throws Exception {
    this.quiet = quiet;
    this.clock = clock;
    this.passing = passing;
    this.ending = ending;
    standstill =
        new Standstill(quiet == null ? 0L : quiet.toMillis(), clock.getCurrentProcessingTime());
    // All tasks were told the same time, so each may begin with what any of them knew.
    snapshots = store.getUnionListState(standstillState());
    for (long[] snapshot : snapshots.get()) {
      standstill.restore(snapshot);
    }
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<long[]> standstillState() {
    return new ListStateDescriptor<>(
        "standstill", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  /** Begins to look after the time. */
  public void open() {
    if (quiet != null) {
      awaitAlarm(standstill.alarmMillis(), Math.min(STEP_MILLIS, quiet.toMillis()));
    }
  }

  private long now() {
    return clock.getCurrentProcessingTime();
  }

  private void awaitAlarm(long atMillis, long stepMillis) {
    alarm = clock.registerTimer(atMillis, timestamp -> ring(stepMillis));
  }

  private void ring(long stepMillis) throws Exception {
    long now = now();
    if (isOver) {
      return;
    }
    if (standstill.isCarriedOn(now)) {
      passing.accept(new Watermark(standstill.carriedMillis(now)));
    }
    awaitAlarm(Math.max(standstill.alarmMillis(), now + stepMillis), stepMillis);
  }

  /**
   * Events have brought event time to a mark. Where the input ends it stops instead: no timer comes
   * by that. That a source begins brings it nowhere.
   */
  public void pass(Watermark mark) throws Exception {
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      stop();
      ending.run();
    } else if (!StartMark.is(mark)) {
      standstill.moved(mark.getTimestamp(), now());
      passing.accept(mark);
    }
  }

  /**
   * How far events have brought event time, whatever the clock has added, and after a restore how
   * far that was before; {@link Long#MIN_VALUE} if it is not known.
   */
  public long watermarkMillis() {
    return standstill.watermarkMillis();
  }

  /** How far it may have come by either clock; {@link Long#MIN_VALUE} if that is not known. */
  public long latestMillis() {
    return standstill.latestMillis(now());
  }

  /** Event time goes on no more. */
  public void stop() {
    // It may be about to ring all the same.
    isOver = true;
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  /** For the checkpoint. */
  public void snapshot() throws Exception {
    long[] snapshot = standstill.snapshot();
    snapshots.update(snapshot == null ? List.of() : List.of(snapshot));
  }
}

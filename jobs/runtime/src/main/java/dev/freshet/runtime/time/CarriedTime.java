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
import org.jspecify.annotations.Nullable;

/**
 * Event time of an operator's task that goes on when nothing happens: once it has stood still for a
 * while, the clock on the wall carries it on. One alarm of the task looks after that, however many
 * keys and timers there are.
 */
public final class CarriedTime {

  /** How often event time moves while it is carried on, by either clock. */
  private static final long STEP_MILLIS = 1_000;

  private final long quietMillis;
  private final ProcessingTimeService clock;
  private final ThrowingConsumer<Watermark, Exception> advance;
  private final ListState<long[]> snapshots;
  private final Standstill standstill;
  private @Nullable ScheduledFuture<?> alarm;
  private boolean isOver;

  /**
   * @param quiet how long event time must have stood still to be carried on
   * @param advance takes the operator's timers, and nobody else's, to a time
   */
  public CarriedTime(
      Duration quiet,
      ProcessingTimeService clock,
      OperatorStateStore store,
      ThrowingConsumer<Watermark, Exception> advance)
      throws Exception {
    quietMillis = quiet.toMillis();
    this.clock = clock;
    this.advance = advance;
    standstill = new Standstill(quietMillis, clock.getCurrentProcessingTime());
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
    awaitAlarm(standstill.alarmMillis());
  }

  private long now() {
    return clock.getCurrentProcessingTime();
  }

  private void awaitAlarm(long atMillis) {
    alarm = clock.registerTimer(atMillis, this::ring);
  }

  private void ring(long atMillis) throws Exception {
    long now = now();
    if (isOver) {
      return;
    }
    if (standstill.isCarriedOn(now)) {
      advance.accept(new Watermark(standstill.carriedMillis(now)));
    }
    awaitAlarm(Math.max(standstill.alarmMillis(), now + Math.min(STEP_MILLIS, quietMillis)));
  }

  /**
   * Events have brought event time to a mark. Where the input ends it stops instead: what is still
   * to come does not come by that.
   *
   * @return whether timers follow the mark
   */
  public boolean follows(Watermark mark) {
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      stop();
      return false;
    }
    standstill.moved(mark.getTimestamp(), now());
    return true;
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

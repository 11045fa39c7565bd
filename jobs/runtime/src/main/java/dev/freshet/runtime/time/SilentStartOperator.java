package dev.freshet.runtime.time;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what comes with its event time. If there is none for a while after the start, it says
 * so: those behind it go by the event time of their other inputs until there is one, instead of
 * waiting for ever. The start is the last {@link StartMark}, or that of the task where none comes.
 */
public final class SilentStartOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final Duration quiet;
  private transient boolean hasBegun;
  private transient boolean isIdle;
  private transient @Nullable ScheduledFuture<?> alarm;

  /**
   * @param quiet how long there may be no event time at the start
   */
  public SilentStartOperator(Duration quiet) {
    this.quiet = quiet;
  }

  @Override
  public void open() throws Exception {
    super.open();
    await();
  }

  private void await() {
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarm =
        getProcessingTimeService()
            .registerTimer(
                getProcessingTimeService().getCurrentProcessingTime() + quiet.toMillis(),
                timestamp -> giveUp());
  }

  private void giveUp() {
    if (!hasBegun) {
      isIdle = true;
      output.emitWatermarkStatus(WatermarkStatus.IDLE);
    }
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    output.collect(record);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (isIdle) {
      isIdle = false;
      output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
    }
    if (!StartMark.is(mark)) {
      hasBegun = true;
      super.processWatermark(mark);
    } else if (!hasBegun) {
      await();
    }
  }
}

package dev.freshet.runtime.time;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Passes on what comes, but no event time: those behind it go by that of their other inputs. Only
 * that everything has ended is told.
 */
public final class TimelessOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  // What the action throws fails the task; the future is for those who take the timer back.
  @SuppressWarnings("FutureReturnValueIgnored")
  @Override
  public void open() throws Exception {
    super.open();
    // Not here: those behind it may not be open yet.
    getProcessingTimeService()
        .registerTimer(
            getProcessingTimeService().getCurrentProcessingTime(),
            timestamp -> output.emitWatermarkStatus(WatermarkStatus.IDLE));
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    output.collect(record);
  }

  @Override
  public void processWatermark(Watermark mark) {
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
      output.emitWatermark(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}
}

package dev.freshet.runtime.time;

import java.time.Duration;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Runs a function where several steps begin that tell each other something: when nothing happens,
 * event time goes on for all of them from here.
 */
public final class CarriedTimeFlatMap<I, O>
    extends AbstractUdfStreamOperator<O, FlatMapFunction<I, O>>
    implements OneInputStreamOperator<I, O> {

  private static final long serialVersionUID = 1L;

  private final Duration quiet;
  private transient TimestampedCollector<O> collector;
  private transient CarriedTime time;

  /**
   * @param quiet how long event time must have stood still to be carried on
   */
  public CarriedTimeFlatMap(FlatMapFunction<I, O> function, Duration quiet) {
    super(function);
    this.quiet = quiet;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    time =
        new CarriedTime(
            quiet,
            getProcessingTimeService(),
            context.getOperatorStateStore(),
            mark -> super.processWatermark(mark),
            () -> output.emitWatermark(Watermark.MAX_WATERMARK));
  }

  @Override
  public void open() throws Exception {
    super.open();
    collector = new TimestampedCollector<>(output);
    time.open();
  }

  @Override
  public void processElement(StreamRecord<I> record) throws Exception {
    collector.setTimestamp(record);
    userFunction.flatMap(record.getValue(), collector);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    time.pass(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    time.snapshot();
  }
}

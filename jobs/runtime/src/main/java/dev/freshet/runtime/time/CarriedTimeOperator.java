package dev.freshet.runtime.time;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.republish.Republisher;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackStates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function of a keyed stream, with write-back state or without, whose event time goes on
 * when nothing happens, and timers of event time with it: see {@link CarriedTime}.
 *
 * <p>Where the input ends, event time stops, and its timers do not come; timers of processing time
 * that are still to come do so at once, so that nothing waits for a clock that nobody reads any
 * more.
 *
 * <p>What the function published is published again when it is lost, if the function is {@link
 * Republishing}. What it fails on at a timer it goes on without, if it is {@link GivingUp}.
 */
public final class CarriedTimeOperator<K, I, O> extends GivingUpOperator<K, I, O>
    implements BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration quiet;
  private transient @Nullable WriteBackStates<K> states;
  private transient @Nullable Republisher<K, O> republisher;
  private transient CarriedTime time;

  /**
   * One that nobody before it tells how time goes on when nothing happens.
   *
   * @param quiet how long event time must have stood still to be carried on
   */
  public CarriedTimeOperator(KeyedProcessFunction<K, I, O> function, Duration quiet) {
    super(function);
    this.quiet = quiet;
  }

  /** One behind others that carry time on for it. */
  public CarriedTimeOperator(KeyedProcessFunction<K, I, O> function) {
    super(function);
    quiet = null;
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
    republisher = Republisher.of(this, userFunction, context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    if (userFunction instanceof WriteBackFunction) {
      states = WriteBackStates.open(this, userFunction);
    }
    super.open();
    time.open();
    if (republisher != null) {
      republisher.open(new TimestampedCollector<>(output), this::writeBack, failures());
    }
  }

  private void writeBack() throws IOException {
    if (states != null) {
      states.flush();
    }
  }

  @Override
  public void processElement(StreamRecord<I> record) throws Exception {
    try {
      super.processElement(record);
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    time.pass(mark);
  }

  @Override
  public void endInput() throws Exception {
    time.stop();
    InternalTimerService<VoidNamespace> timers =
        getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
    List<Due<K>> waiting = new ArrayList<>();
    timers.forEachProcessingTimeTimer(
        (namespace, atMillis) -> waiting.add(new Due<>(atMillis, key(), namespace)));
    for (Due<K> due : waiting) {
      setCurrentKey(due.key());
      timers.deleteProcessingTimeTimer(due.namespace(), due.atMillis());
      onProcessingTime(due);
    }
  }

  // What the stream is keyed by, or the function would not compile.
  @SuppressWarnings("unchecked")
  private K key() {
    return (K) getCurrentKey();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    if (states != null) {
      states.flush(context.getCheckpointTimestamp());
    }
    if (republisher != null) {
      republisher.snapshot();
    }
    super.snapshotState(context);
    time.snapshot();
  }

  @Override
  public void close() throws Exception {
    if (republisher != null) {
      republisher.close();
    }
    super.close();
    if (states != null) {
      states.drop();
    }
  }

  /** A timer that comes although its time has not. */
  private record Due<K>(long atMillis, K key, VoidNamespace namespace)
      implements InternalTimer<K, VoidNamespace> {

    @Override
    public long getTimestamp() {
      return atMillis;
    }

    @Override
    public K getKey() {
      return key;
    }

    @Override
    public VoidNamespace getNamespace() {
      return namespace;
    }

    @Override
    public int comparePriorityTo(InternalTimer<?, ?> other) {
      return Long.compare(atMillis, other.getTimestamp());
    }
  }
}

package dev.freshet.runtime.time;

import dev.freshet.runtime.failure.Errand;
import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.keys.KeyVisits;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * A step of a keyed stream whose tasks are all told the same besides: event time does not begin
 * before they know what there was to be told at the start, and goes on when nothing happens. All
 * keys are visited where what is told concerns each of them.
 *
 * @param <K> the type of the keys
 * @param <I> what happens with a key
 * @param <T> what all tasks are told
 */
public abstract class AwaitedStartOperator<K, I, T, O> extends WriteBackStreamOperator<K, O>
    implements TwoInputStreamOperator<I, T, O>,
        Triggerable<K, VoidNamespace>,
        Republishing<K, O>,
        GivingUp {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration quiet;
  private final boolean isTold;
  private transient CarriedTime time;
  private transient KeyVisits<K> visits;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ListState<Boolean> begun;
  private transient boolean isBegun;

  /** How far events have come, which does not count before the start is known. */
  private transient @Nullable Watermark early;

  /** Whether events have ended before that. */
  private transient boolean isEnded;

  /**
   * @param quiet how long event time must have stood still to be carried on; null if those before
   *     it do that
   * @param isTold whether anything is ever told; if not, nothing is waited for
   */
  protected AwaitedStartOperator(@Nullable Duration quiet, boolean isTold) {
    this.quiet = quiet;
    this.isTold = isTold;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Boolean> begunState() {
    return new ListStateDescriptor<>("start-read", Types.BOOLEAN);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    time =
        new CarriedTime(
            quiet,
            getProcessingTimeService(),
            context.getOperatorStateStore(),
            this::advance,
            this::end);
    visits = new KeyVisits<>(this, context.getOperatorStateStore());
    isBegun = !isTold;
    begun = context.getOperatorStateStore().getUnionListState(begunState());
    for (boolean wasBegun : begun.get()) {
      isBegun |= wasBegun;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("timers", VoidNamespaceSerializer.INSTANCE, this);
    time.open();
    visits.open(publishedState().getName(), this::writeBack, this::visitOrLeaveOut);
  }

  @Override
  public abstract ValueStateDescriptor<?> publishedState();

  /** Something happens with the current key. */
  protected abstract void accept(I event) throws Exception;

  /**
   * A timer of the current key has come.
   *
   * @param timerMillis when it was due, event time
   */
  protected abstract void come(K key, long timerMillis) throws Exception;

  private void visitOrLeaveOut(K key, long sinceMillis) throws Exception {
    failures().ofKey(key, Errand.VISIT, () -> visit(key, sinceMillis));
  }

  /** The current key is visited, for the reason that was given for it. */
  protected abstract void visit(K key, long sinceMillis) throws Exception;

  protected final CarriedTime time() {
    return time;
  }

  protected final InternalTimerService<VoidNamespace> timers() {
    return timers;
  }

  protected final KeyVisits<K> visits() {
    return visits;
  }

  /** Whether it is known what there was to be told at the start. */
  protected final boolean isBegun() {
    return isBegun;
  }

  /** It is known: events that have come meanwhile bring event time as far as they have come. */
  protected final void begin() throws Exception {
    isBegun = true;
    if (early != null) {
      processWatermark(early);
      early = null;
    }
    if (isEnded) {
      processWatermark(Watermark.MAX_WATERMARK);
    }
  }

  @Override
  public final void processElement1(StreamRecord<I> record) throws Exception {
    try {
      accept(record.getValue());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  @Override
  public final void processWatermark1(Watermark mark) throws Exception {
    if (isBegun) {
      processWatermark(mark);
    } else if (mark.equals(Watermark.MAX_WATERMARK)) {
      isEnded = true;
    } else {
      early = mark;
    }
  }

  /** What is told must neither make the time where events are idle, nor hold it back. */
  @Override
  public void processWatermark2(Watermark mark) throws Exception {}

  /** Event time has come to a mark: lets timers come, and tells those behind it. */
  protected void advance(Watermark mark) throws Exception {
    super.processWatermark(mark);
  }

  /** The input has ended: no timer comes by that. */
  protected void end() throws Exception {
    output.emitWatermark(Watermark.MAX_WATERMARK);
  }

  @Override
  public final void processWatermark(Watermark mark) throws Exception {
    time.pass(mark);
  }

  @Override
  public final void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
    failures().ofEventTime(timer, () -> come(timer.getKey(), timer.getTimestamp()));
  }

  @Override
  public final void onProcessingTime(InternalTimer<K, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of processing time is ever set");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    begun.update(isBegun ? List.of(true) : List.of());
    visits.snapshot();
    time.snapshot();
    super.snapshotState(context);
  }

  @Override
  public void close() throws Exception {
    if (visits != null) {
      visits.close();
    }
    super.close();
  }
}

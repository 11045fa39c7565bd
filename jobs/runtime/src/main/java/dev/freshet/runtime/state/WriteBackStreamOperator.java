package dev.freshet.runtime.state;

import dev.freshet.runtime.failure.TimerFailures;
import dev.freshet.runtime.republish.Republisher;
import dev.freshet.runtime.republish.Republishing;
import java.io.IOException;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.jspecify.annotations.Nullable;

/**
 * An operator with write-back state, for what a function cannot do: act by itself, hear a broadcast
 * together with a keyed stream, or know that its input has ended. It publishes again what is lost,
 * if it is {@link Republishing}.
 *
 * @param <K> the type of the keys
 */
public abstract class WriteBackStreamOperator<K, O> extends AbstractStreamOperator<O>
    implements WriteBackFunction<K> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable WriteBackStates<K> states;
  private transient @Nullable Republisher<K, O> republisher;
  private transient TimerFailures failures;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    republisher = Republisher.of(this, this, context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    states = WriteBackStates.open(this, this);
    failures = TimerFailures.of(this, this);
    if (republisher != null) {
      republisher.open(new TimestampedCollector<>(output), this::writeBack, failures);
    }
  }

  /** What lets timers come, and gives those up at which the operator fails too often. */
  protected final TimerFailures failures() {
    return failures;
  }

  /** Writes every changed value to the store, where all keys can be walked through. */
  protected final void writeBack() throws IOException {
    if (states != null) {
      states.flush();
    }
  }

  /** The time of the clock that {@link #at} follows, epoch milliseconds. */
  protected final long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  /** Acts once at a time of the clock, or at once if it has passed; without a key, in no state. */
  // What the action throws fails the task; the future is for those who take the timer back.
  @SuppressWarnings("FutureReturnValueIgnored")
  protected final void at(long millis, ProcessingTimeCallback action) {
    getProcessingTimeService().registerTimer(millis, action);
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
}

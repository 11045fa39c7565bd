package dev.freshet.runtime.state;

import dev.freshet.runtime.failure.RecordFailures;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Runs a function of one keyed stream with write-back state. */
public final class WriteBackOperator<K, I, O> extends KeyedProcessOperator<K, I, O> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable WriteBackStates<K> states;

  public <F extends KeyedProcessFunction<K, I, O> & WriteBackFunction<K>> WriteBackOperator(
      F function) {
    super(function);
  }

  @Override
  public void open() throws Exception {
    states = WriteBackStates.open(this, userFunction);
    super.open();
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
  public void snapshotState(StateSnapshotContext context) throws Exception {
    if (states != null) {
      states.flush(context.getCheckpointTimestamp());
    }
    super.snapshotState(context);
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (states != null) {
      states.drop();
    }
  }
}

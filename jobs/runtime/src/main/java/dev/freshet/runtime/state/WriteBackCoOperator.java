package dev.freshet.runtime.state;

import dev.freshet.runtime.failure.RecordFailures;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function of two keyed streams with write-back state. What fails the task is remembered.
 */
public final class WriteBackCoOperator<K, A, B, O> extends KeyedCoProcessOperator<K, A, B, O> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable WriteBackStates<K> states;

  public <F extends KeyedCoProcessFunction<K, A, B, O> & WriteBackFunction<K>> WriteBackCoOperator(
      F function) {
    super(function);
  }

  @Override
  public void open() throws Exception {
    states = WriteBackStates.open(this, userFunction);
    super.open();
  }

  @Override
  public void processElement1(StreamRecord<A> record) throws Exception {
    try {
      super.processElement1(record);
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  @Override
  public void processElement2(StreamRecord<B> record) throws Exception {
    try {
      super.processElement2(record);
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

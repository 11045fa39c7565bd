package dev.freshet.runtime.state;

import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function of a keyed and a broadcast stream with write-back state; the broadcast side must
 * not use it, having no key.
 */
public final class WriteBackBroadcastOperator<K, A, B, O>
    extends CoBroadcastWithKeyedOperator<K, A, B, O> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable WriteBackStates<K> states;

  public <F extends KeyedBroadcastProcessFunction<K, A, B, O> & WriteBackFunction<K>>
      WriteBackBroadcastOperator(F function, List<MapStateDescriptor<?, ?>> broadcastStates) {
    super(function, broadcastStates);
  }

  @Override
  public void open() throws Exception {
    states = WriteBackStates.open(this, userFunction);
    super.open();
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

package dev.freshet.runtime.state;

import dev.freshet.runtime.checkpoint.CheckpointOptions;
import dev.freshet.runtime.start.StartRefusedException;
import dev.freshet.scoring.codec.Layout;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/** The write-back states of one task, which its operator flushes before each checkpoint. */
public final class WriteBackStates<K> {

  private final AbstractStreamOperator<?> operator;
  private final CheckpointSchedule checkpoints;
  private final List<WriteBackState<K, ?>> states = new ArrayList<>();
  private final Map<String, Layout> layouts = new LinkedHashMap<>();

  private WriteBackStates(AbstractStreamOperator<?> operator) {
    this.operator = operator;
    checkpoints = new CheckpointSchedule(intervalMillis(operator));
  }

  /**
   * Opens the states that a function declares, for the operator that runs it.
   *
   * @throws StartRefusedException if one may have values of a layout that this build does not know
   */
  public static <K> WriteBackStates<K> open(AbstractStreamOperator<?> operator, Object function)
      throws Exception {
    WriteBackStates<K> states = new WriteBackStates<>(operator);
    states.declaredBy(function);
    for (Map.Entry<String, Layout> packed : states.layouts.entrySet()) {
      Layouts.declare(operator.getOperatorStateBackend(), packed.getKey(), packed.getValue());
    }
    return states;
  }

  /** From one periodic checkpoint to the next; 0 if nothing is to be written ahead of them. */
  private static long intervalMillis(AbstractStreamOperator<?> operator) {
    ReadableConfig job = operator.getContainingTask().getEnvironment().getJobConfiguration();
    return job.get(CheckpointOptions.WRITE_AHEAD)
        ? job.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
            .orElse(Duration.ZERO)
            .toMillis()
        : 0;
  }

  // The function and the operator agree on the type of keys, or its stream would not compile.
  @SuppressWarnings("unchecked")
  private void declaredBy(Object function) {
    ((WriteBackFunction<K>) function).declare(this);
  }

  /**
   * A state kept in the keyed state of this descriptor, whose name, type and time to live are what
   * savepoints know of it.
   */
  public <V> WriteBackState<K, V> of(
      ValueStateDescriptor<byte[]> descriptor, Codec<V> codec, CacheLimits limits) {
    KeyedStateBackend<K> backend = operator.getKeyedStateBackend();
    WriteBackState<K, V> state =
        new WriteBackState<>(
            backend,
            descriptor.getName(),
            operator.getRuntimeContext().getState(descriptor),
            descriptor.getTtlConfig(),
            codec,
            limits,
            operator.getProcessingTimeService(),
            checkpoints,
            new WriteBackMetrics(operator.getMetricGroup(), descriptor.getName(), limits));
    states.add(state);
    layouts.put(descriptor.getName(), codec.layout());
    return state;
  }

  /**
   * Writes every changed value to the store, for the checkpoint that was asked for at this moment.
   */
  public void flush(long checkpointMillis) throws IOException {
    flush();
    checkpoints.taken(checkpointMillis);
  }

  /** Writes every changed value to the store, where all keys can be walked through. */
  public void flush() throws IOException {
    for (WriteBackState<K, ?> state : states) {
      state.flush();
    }
  }

  /** Lets go of all values; called when the operator closes. */
  public void drop() {
    states.forEach(WriteBackState::drop);
  }
}

package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.runtime.state.PackedState;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * The one task that reads the records of a {@link TableTopic}, each once. Of each it is known where
 * it lies: a place is higher than those of all records that were told before, also where somebody
 * has deleted the topic and made it anew.
 *
 * @param <T> what a record tells
 */
public abstract class TableReader<T> extends ProcessFunction<RawRecord, T>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private final SerializableSupplier<String> identity;
  private transient ListState<byte[]> kept;
  private transient TopicPlaces places;

  /**
   * @param identity tells which topic it is by now: see {@link TableTopic#identity}
   */
  protected TableReader(SerializableSupplier<String> identity) {
    this.identity = identity;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> placesState() {
    return PackedState.parts("topic-places");
  }

  @Override
  public final void initializeState(FunctionInitializationContext context) throws Exception {
    OperatorStateStore store = context.getOperatorStateStore();
    kept = store.getListState(placesState());
    Layouts.declare(store, placesState().getName(), TopicPlaces.LAYOUT);
    places = new TopicPlaces();
    for (byte[] before : kept.get()) {
      places = TopicPlaces.deserialize(before);
    }
    places.begin(identity.get());
  }

  @Override
  public final void snapshotState(FunctionSnapshotContext context) throws Exception {
    kept.update(List.of(places.serialize()));
  }

  @Override
  public final void processElement(RawRecord raw, Context context, Collector<T> out) {
    if (TableTopic.isEndOfStart(raw)) {
      out.collect(endOfStart());
      return;
    }
    OptionalLong place = places.enter(raw.partition(), raw.offset());
    if (place.isPresent()) {
      read(raw, place.getAsLong(), context, out);
    }
  }

  /** What tells that everything was read that there was at the start. */
  protected abstract T endOfStart();

  /**
   * A record is read.
   *
   * @param place where it lies
   */
  protected abstract void read(RawRecord raw, long place, Context context, Collector<T> out);
}

package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.VectorRule;
import dev.freshet.scoring.event.CatalogueItem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Rejects items whose vector is not as long as the catalogue's first one. As one task, since only
 * one can tell which came first; the catalogue is small beside events.
 */
final class CatalogueCleaner extends ProcessFunction<DecodedRecord, CatalogueItem>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private final int configuredLength;
  private transient VectorRule vectors;
  private transient ListState<Integer> length;
  private transient CleaningMetrics.Rejected rejected;

  CatalogueCleaner(int configuredLength) {
    this.configuredLength = configuredLength;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Integer> lengthState() {
    return new ListStateDescriptor<>("vector-length", Types.INT);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    length = context.getOperatorStateStore().getListState(lengthState());
    int known = configuredLength;
    for (int remembered : length.get()) {
      known = known == 0 ? remembered : known;
    }
    vectors = new VectorRule(known);
  }

  @Override
  public void open(OpenContext context) {
    rejected =
        new CleaningMetrics.Rejected(
            getRuntimeContext().getMetricGroup(), List.of(RejectionReason.WRONG_VECTOR));
  }

  @Override
  public void processElement(DecodedRecord record, Context context, Collector<CatalogueItem> out) {
    CatalogueItem item = Objects.requireNonNull(record.item());
    Optional<String> complaint = vectors.complaint(item.vector());
    if (complaint.isEmpty()) {
      out.collect(item);
    } else {
      rejected.count(RejectionReason.WRONG_VECTOR);
      context.output(
          RejectionSplitter.REJECTED,
          new RejectedRecord(
              record.raw(), new Rejection(RejectionReason.WRONG_VECTOR, complaint.get())));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    length.update(List.of(vectors.length()));
  }
}

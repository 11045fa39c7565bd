package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.VectorRule;
import dev.freshet.scoring.event.CatalogueItem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Rejects items whose vector is not as long as the catalogue's first one. As one task, since only
 * one can tell which came first; the catalogue is small beside events.
 */
final class CatalogueCleaner extends AbstractStreamOperator<CatalogueItem>
    implements OneInputStreamOperator<DecodedRecord, CatalogueItem> {

  private static final long serialVersionUID = 1L;

  private final int configuredLength;
  private transient VectorRule vectors;
  private transient ListState<Integer> length;
  private final Origins origins;
  private final int mostFailures;
  private transient CleaningMetrics.Rejected rejected;
  private transient RecordFailures failures;

  CatalogueCleaner(EventSettings settings, Origins origins) {
    configuredLength = settings.catalogue().vectorLength();
    this.origins = origins;
    mostFailures = settings.maxFailures();
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Integer> lengthState() {
    return new ListStateDescriptor<>("vector-length", Types.INT);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    length = context.getOperatorStateStore().getListState(lengthState());
    int known = configuredLength;
    for (int remembered : length.get()) {
      known = known == 0 ? remembered : known;
    }
    vectors = new VectorRule(known);
  }

  @Override
  public void open() throws Exception {
    super.open();
    rejected =
        new CleaningMetrics.Rejected(
            getMetricGroup(), List.of(RejectionReason.WRONG_VECTOR, RejectionReason.FAILED));
    failures = RecordFailures.of(getRuntimeContext(), mostFailures);
  }

  @Override
  public void processElement(StreamRecord<DecodedRecord> record) {
    DecodedRecord decoded = record.getValue();
    RawRecord raw = decoded.raw();
    long origin = origins.of(raw.topic(), raw.partition(), raw.offset(), raw.timestampMillis());
    CatalogueItem item = Objects.requireNonNull(decoded.item());
    Optional<Rejection> complaint = complaint(item, origin);
    if (complaint.isPresent()) {
      rejected.count(complaint.get().reason());
      output.collect(
          RejectionSplitter.REJECTED, new StreamRecord<>(new RejectedRecord(raw, complaint.get())));
    } else {
      output.collect(record.replace(item, origin));
    }
  }

  private Optional<Rejection> complaint(CatalogueItem item, long origin) {
    return failures
        .givenUp(origin)
        .map(failure -> new Rejection(RejectionReason.FAILED, failure))
        .or(
            () ->
                vectors
                    .complaint(item.vector())
                    .map(detail -> new Rejection(RejectionReason.WRONG_VECTOR, detail)));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    length.update(List.of(vectors.length()));
  }
}

package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets good records pass and counts and puts aside the rejected ones. */
final class RejectionSplitter extends ProcessFunction<DecodedRecord, DecodedRecord> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(RejectedRecord.class));

  private transient Map<RejectionReason, Counter> rejected;

  @Override
  public void open(OpenContext context) {
    rejected = new EnumMap<>(RejectionReason.class);
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(
          reason,
          getRuntimeContext().getMetricGroup().addGroup("rejected").counter(reason.label()));
    }
  }

  @Override
  public void processElement(DecodedRecord record, Context context, Collector<DecodedRecord> out) {
    Rejection rejection = record.rejection();
    if (rejection == null) {
      out.collect(record);
    } else {
      Objects.requireNonNull(rejected.get(rejection.reason())).inc();
      context.output(REJECTED, new RejectedRecord(record.raw(), rejection));
    }
  }
}

package dev.freshet.runtime.kafka;

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
final class RecordSorter extends ProcessFunction<Arrival, Arrival> {

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
  public void processElement(Arrival arrival, Context context, Collector<Arrival> out) {
    Rejection rejection = arrival.rejection();
    if (rejection == null) {
      out.collect(arrival);
    } else {
      Objects.requireNonNull(rejected.get(rejection.reason())).inc();
      context.output(REJECTED, new RejectedRecord(arrival.raw(), rejection));
    }
  }
}

package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.scoring.event.ListExposure;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Counts exposures, lets good ones pass without their bytes, and puts aside the rejected ones. */
final class ExposureSplitter extends ProcessFunction<DecodedExposure, PlacedExposure> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-exposures", TypeInformation.of(RejectedRecord.class));

  private final String topic;
  private transient Counter read;
  private transient Counter late;
  private transient CleaningMetrics.Rejected rejected;

  ExposureSplitter(String topic) {
    this.topic = topic;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    read = CleaningMetrics.readExposures(metrics, topic);
    late = CleaningMetrics.LATE.count(metrics);
    rejected = new CleaningMetrics.Rejected(metrics);
  }

  @Override
  public void processElement(
      DecodedExposure record, Context context, Collector<PlacedExposure> out) {
    Rejection rejection = record.rejection();
    ListExposure exposure = record.exposure();
    if (rejection != null) {
      rejected.count(rejection.reason());
      context.output(REJECTED, new RejectedRecord(record.raw(), rejection));
    } else if (exposure != null) {
      read.inc();
      if (exposure.atMillis() <= context.timerService().currentWatermark()) {
        late.inc();
      }
      out.collect(PlacedExposure.of(record));
    }
  }
}

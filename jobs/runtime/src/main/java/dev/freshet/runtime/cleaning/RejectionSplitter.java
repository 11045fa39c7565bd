package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Counts records, lets good ones pass, and puts aside the rejected ones. */
final class RejectionSplitter extends ProcessFunction<DecodedRecord, DecodedRecord> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(RejectedRecord.class));

  private final Topics topics;
  private transient Map<InteractionKind, Counter> events;
  private transient Counter items;
  private transient Counter late;
  private transient CleaningMetrics.Rejected rejected;

  RejectionSplitter(Topics topics) {
    this.topics = topics;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    events = CleaningMetrics.read(metrics, topics);
    items = CleaningMetrics.readItems(metrics, topics);
    late = CleaningMetrics.LATE.count(metrics);
    rejected = new CleaningMetrics.Rejected(metrics);
  }

  @Override
  public void processElement(DecodedRecord record, Context context, Collector<DecodedRecord> out) {
    Rejection rejection = record.rejection();
    if (rejection == null) {
      count(record, context.timerService().currentWatermark());
      out.collect(record);
    } else {
      rejected.count(rejection.reason());
      context.output(REJECTED, new RejectedRecord(record.raw(), rejection));
    }
  }

  private void count(DecodedRecord record, long watermarkMillis) {
    Interaction interaction = record.interaction();
    if (interaction == null) {
      items.inc();
      return;
    }
    Objects.requireNonNull(events.get(interaction.kind())).inc();
    if (interaction.atMillis() <= watermarkMillis) {
      late.inc();
    }
  }
}

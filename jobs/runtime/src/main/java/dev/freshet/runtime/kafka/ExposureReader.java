package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.ExposureDecoder;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.scoring.event.ListExposure;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Makes of each record what a user was shown, and puts aside those that cannot be used. */
final class ExposureReader extends ProcessFunction<RawRecord, ListExposure> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-exposures", TypeInformation.of(RejectedRecord.class));

  private final EventSettings settings;
  private transient ExposureDecoder decoder;
  private transient CleaningMetrics.Rejected rejected;

  ExposureReader(EventSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new ExposureDecoder(settings, Clock.systemUTC());
    rejected = new CleaningMetrics.Rejected(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<ListExposure> out) {
    try {
      out.collect(decoder.decode(raw));
    } catch (RejectedException e) {
      rejected.count(e.rejection().reason());
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
    }
  }
}

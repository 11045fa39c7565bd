package dev.freshet.engagement.community;

import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.kafka.TableTopic;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.UserPreferenceDecoder;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads what users want. Of a record that cannot be used only the user is known, who then wants no
 * partners: nobody is named because of a fault.
 */
final class PreferenceReader extends ProcessFunction<RawRecord, Preference> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-preferences", TypeInformation.of(RejectedRecord.class));

  private final EventSettings events;
  private transient UserPreferenceDecoder decoder;
  private transient CleaningMetrics.Rejected rejected;

  /**
   * @param events in which form ids are used
   */
  PreferenceReader(EventSettings events) {
    this.events = events;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new UserPreferenceDecoder(events);
    rejected =
        new CleaningMetrics.Rejected(
            getRuntimeContext().getMetricGroup(), Set.of(RejectionReason.values()));
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<Preference> out) {
    if (TableTopic.isEndOfStart(raw)) {
      out.collect(Preference.endOfStart());
      return;
    }
    boolean wantsPartners = false;
    try {
      wantsPartners = decoder.wantsPartners(raw);
    } catch (RejectedException e) {
      rejected.count(e.rejection().reason());
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
    }
    if (raw.key().length > 0) {
      out.collect(new Preference(decoder.user(raw), wantsPartners, raw.offset()));
    }
  }
}

package dev.freshet.engagement.community;

import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.kafka.TableReader;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.UserPreferenceDecoder;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Reads what users want. Of a record that cannot be used only the user is known, who then wants no
 * partners: nobody is named because of a fault.
 */
final class PreferenceReader extends TableReader<Preference> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-preferences", TypeInformation.of(RejectedRecord.class));

  private final EventSettings events;
  private transient UserPreferenceDecoder decoder;
  private transient CleaningMetrics.Rejected rejected;

  /**
   * @param events in which form ids are used
   * @param identity tells which topic it is by now
   */
  PreferenceReader(EventSettings events, SerializableSupplier<String> identity) {
    super(identity);
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
  protected Preference endOfStart() {
    return Preference.endOfStart();
  }

  @Override
  protected void read(RawRecord raw, long place, Context context, Collector<Preference> out) {
    boolean wantsPartners = false;
    try {
      wantsPartners = decoder.wantsPartners(raw);
    } catch (RejectedException e) {
      rejected.count(e.rejection().reason());
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
    }
    if (raw.key().length > 0) {
      out.collect(new Preference(decoder.user(raw), wantsPartners, place));
    }
  }
}

package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.record.ExperimentDecoder;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.ToldExperiment;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Lets experiments pass that can be used, and puts the others aside. One of which the newest record
 * cannot be used is in force no more: after the topic was compacted nobody would know the one
 * before.
 */
final class ExperimentReader extends TableReader<ToldExperiment> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-experiments", TypeInformation.of(RejectedRecord.class));

  private transient ExperimentDecoder decoder;
  private transient CleaningMetrics.Rejected rejected;

  ExperimentReader(SerializableSupplier<String> identity) {
    super(identity);
  }

  @Override
  public void open(OpenContext context) {
    decoder = new ExperimentDecoder();
    rejected =
        new CleaningMetrics.Rejected(
            getRuntimeContext().getMetricGroup(), Set.of(RejectionReason.values()));
  }

  @Override
  protected ToldExperiment endOfStart() {
    return ToldExperiment.endOfStart();
  }

  @Override
  protected void read(RawRecord raw, long place, Context context, Collector<ToldExperiment> out) {
    byte[] record = null;
    try {
      record = decoder.decode(raw) == null ? null : raw.value();
    } catch (RejectedException e) {
      rejected.count(e.rejection().reason());
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
    }
    if (raw.key().length > 0) {
      out.collect(new ToldExperiment(ExperimentDecoder.name(raw), record, place));
    }
  }
}

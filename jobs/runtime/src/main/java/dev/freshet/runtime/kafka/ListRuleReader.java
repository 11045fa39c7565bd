package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.record.ListRuleDecoder;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.ToldListRule;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Lets rules on lists pass that can be used, and puts the others aside. One of which the newest
 * record cannot be used is in force no more: after the topic was compacted nobody would know the
 * one before. What else is on the topic is for others.
 */
final class ListRuleReader extends TableReader<ToldListRule> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-list-rules", TypeInformation.of(RejectedRecord.class));

  private transient ListRuleDecoder decoder;
  private transient CleaningMetrics.Rejected rejected;

  ListRuleReader(SerializableSupplier<String> identity) {
    super(identity);
  }

  @Override
  public void open(OpenContext context) {
    decoder = new ListRuleDecoder();
    rejected =
        new CleaningMetrics.Rejected(
            getRuntimeContext().getMetricGroup(), Set.of(RejectionReason.values()));
  }

  @Override
  protected ToldListRule endOfStart() {
    return ToldListRule.endOfStart();
  }

  @Override
  protected void read(RawRecord raw, long place, Context context, Collector<ToldListRule> out) {
    String key = ListRuleDecoder.key(raw);
    if (!ListRuleRecords.isKey(key) || ListRuleRecords.id(key).isEmpty()) {
      return;
    }
    String id = ListRuleRecords.id(key);
    try {
      byte[] record = decoder.decode(raw) == null ? null : raw.value();
      out.collect(new ToldListRule(id, record, place, false));
    } catch (RejectedException e) {
      rejected.count(e.rejection().reason());
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
      out.collect(new ToldListRule(id, null, place, true));
    }
  }
}

package dev.freshet.engagement;

import dev.freshet.runtime.cleaning.CleaningMetrics;
import dev.freshet.runtime.kafka.TableReader;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Lets rules and audiences pass that can be used, and puts the others aside. One of which the
 * newest record cannot be used is in force no more: after the topic was compacted nobody would know
 * the one before.
 */
final class RuleChecker extends TableReader<Notice> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-rules", TypeInformation.of(RejectedRecord.class));

  private final EngagementSettings settings;
  private transient RuleReader reader;
  private transient CleaningMetrics.Rejected rejected;

  /**
   * @param identity tells which topic it is by now
   */
  RuleChecker(EngagementSettings settings, SerializableSupplier<String> identity) {
    super(identity);
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    reader = new RuleReader(!settings.couponSecret().isEmpty());
    rejected =
        new CleaningMetrics.Rejected(
            getRuntimeContext().getMetricGroup(), Set.of(RejectionReason.WRONG_RULE));
  }

  @Override
  protected Notice endOfStart() {
    return Notice.endOfStart();
  }

  @Override
  protected void read(RawRecord raw, long place, Context context, Collector<Notice> out) {
    String id = new String(raw.key(), StandardCharsets.UTF_8);
    if (ListRuleRecords.isKey(id)) {
      // Those are for the recommendations job.
      return;
    }
    if (id.isEmpty()) {
      reject(raw, "the record has no key", context);
      return;
    }
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      out.collect(Notice.ofRule(id, null, place));
      return;
    }
    try {
      reader.check(id, raw.value());
      out.collect(Notice.ofRule(id, raw.value(), place));
    } catch (UnusableRuleException e) {
      out.collect(Notice.ofRule(id, null, place));
      reject(raw, String.valueOf(e.getMessage()), context);
    }
  }

  private void reject(RawRecord raw, String detail, Context context) {
    rejected.count(RejectionReason.WRONG_RULE);
    context.output(
        REJECTED, new RejectedRecord(raw, new Rejection(RejectionReason.WRONG_RULE, detail)));
  }
}

package dev.freshet.engagement;

import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.UserStateDecoder;
import dev.freshet.scoring.engagement.Told;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads what another job tells of users, and puts records aside that cannot be used. */
final class ToldReader extends ProcessFunction<RawRecord, Notice> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-states", TypeInformation.of(RejectedRecord.class));

  private final Told.Subject subject;
  private final EventSettings events;
  private transient UserStateDecoder decoder;

  ToldReader(Told.Subject subject, EventSettings events) {
    this.subject = subject;
    this.events = events;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new UserStateDecoder(subject, events, Clock.systemUTC());
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<Notice> out) {
    try {
      out.collect(Notice.ofUser(decoder.user(raw), decoder.decode(raw)));
    } catch (RejectedException e) {
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
    }
  }
}

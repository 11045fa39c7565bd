package dev.freshet.effect;

import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedException;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.UserStateDecoder;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.experiment.UserNews;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads how sticky users are, and puts records aside that cannot be used. */
final class StickinessReader extends ProcessFunction<RawRecord, UserNews> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected-stickiness", TypeInformation.of(RejectedRecord.class));

  private final EventSettings events;
  private transient UserStateDecoder decoder;

  StickinessReader(EventSettings events) {
    this.events = events;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new UserStateDecoder(Told.Subject.STICKINESS, events, Clock.systemUTC());
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<UserNews> out) {
    try {
      Told told = decoder.decode(raw);
      long score = told.isForgotten() ? 0L : Math.round(told.standing().score());
      out.collect(UserNews.sticky(decoder.user(raw), score, told.asOfMillis()));
    } catch (RejectedException e) {
      context.output(REJECTED, new RejectedRecord(raw, e.rejection()));
    }
  }
}

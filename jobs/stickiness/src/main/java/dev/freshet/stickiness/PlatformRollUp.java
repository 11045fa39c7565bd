package dev.freshet.stickiness;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Packing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.PlatformCounts;
import dev.freshet.scoring.stickiness.Stickiness;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Rolls up what users change into the figures of the platform, begins each day at its midnight,
 * also when nobody comes, and publishes at most once an interval.
 */
final class PlatformRollUp extends KeyedProcessFunction<Byte, PlatformChange, RedisWrite>
    implements WriteBackFunction<Byte> {

  private static final long END = Long.MAX_VALUE;

  private final StickinessJobSettings settings;
  private transient WriteBackState<Byte, RollUp> platform;
  private transient Stickiness stickiness;
  private transient RedisDocuments documents;
  private transient Standstill standstill;

  PlatformRollUp(StickinessJobSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> platformState() {
    return new ValueStateDescriptor<>(
        "platform", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public void declare(WriteBackStates<Byte> states) {
    // One value for the whole platform, kept as long as the job.
    platform =
        states.of(platformState(), Packing.of(RollUp::pack, RollUp::unpack), settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    stickiness = new Stickiness(settings.scoring());
    documents = new RedisDocuments(settings);
    standstill = new Standstill();
  }

  @Override
  public void processElement(PlatformChange change, Context context, Collector<RedisWrite> out)
      throws IOException {
    RollUp known = platform.value();
    RollUp rollUp = known == null ? new RollUp(new PlatformCounts()) : known;
    rollUp.apply(change, settings.scoring().zone());
    // Comes when there is nothing more to come.
    context.timerService().registerEventTimeTimer(END);
    goOn(rollUp, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RedisWrite> out)
      throws IOException {
    RollUp rollUp = platform.value();
    if (rollUp == null) {
      return;
    }
    TimerService time = context.timerService();
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      // Where a log ends, time does not go on to its end.
      if (timestamp == rollUp.dueMillis && time.currentWatermark() < END) {
        beginDay(rollUp, time);
      } else if (timestamp == END) {
        out.collect(documents.platform(rollUp.counts, rollUp.asOfMillis));
      }
      return;
    }
    if (timestamp == rollUp.alarmMillis) {
      ring(rollUp, timestamp, time);
    }
    if (timestamp % settings.interval().toMillis() == 0) {
      out.collect(documents.platform(rollUp.counts, rollUp.asOfMillis));
    }
  }

  private void ring(RollUp rollUp, long timestamp, TimerService time) throws IOException {
    long left = settings.quiet().toMillis() - standstill.millis(time);
    if (left <= 0) {
      beginDay(rollUp, time);
    } else {
      rollUp.alarmMillis = timestamp + left;
      time.registerProcessingTimeTimer(rollUp.alarmMillis);
      platform.update(rollUp);
    }
  }

  private void beginDay(RollUp rollUp, TimerService time) throws IOException {
    rollUp.beginDay(rollUp.dueMillis, settings.scoring().zone());
    goOn(rollUp, time);
  }

  private void goOn(RollUp rollUp, TimerService time) throws IOException {
    long midnight = stickiness.beginning(rollUp.counts.today() + 1);
    if (midnight != rollUp.dueMillis) {
      if (rollUp.dueMillis != RollUp.NO_ALARM) {
        time.deleteEventTimeTimer(rollUp.dueMillis);
        time.deleteProcessingTimeTimer(rollUp.alarmMillis);
      }
      rollUp.dueMillis = midnight;
      rollUp.alarmMillis = time.currentProcessingTime() + midnight - rollUp.asOfMillis;
      time.registerEventTimeTimer(midnight);
      time.registerProcessingTimeTimer(rollUp.alarmMillis);
    }
    platform.update(rollUp);
    long interval = settings.interval().toMillis();
    // Timers of one moment are one timer.
    time.registerProcessingTimeTimer((time.currentProcessingTime() / interval + 1) * interval);
  }
}

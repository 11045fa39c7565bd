package dev.freshet.stickiness;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.PlatformCounts;
import dev.freshet.scoring.stickiness.Stickiness;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Rolls up what users change into the figures of the platform, begins each day at its midnight,
 * also when nobody comes, and publishes at most once an interval.
 */
final class PlatformRollUp extends KeyedProcessFunction<Byte, PlatformChange, RedisWrite>
    implements WriteBackFunction<Byte>, Republishing<Byte, RedisWrite> {

  private final StickinessJobSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<Byte, RollUp> platform;
  private transient Stickiness stickiness;
  private transient RedisDocuments documents;

  /**
   * @param redis what may lose what is published, or null
   */
  PlatformRollUp(StickinessJobSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> platformState() {
    return PackedState.value("platform");
  }

  @Override
  public void declare(WriteBackStates<Byte> states) {
    // One value for the whole platform, kept as long as the job.
    platform =
        states.of(
            platformState(),
            Codec.of(RollUp.LAYOUT, RollUp::serialize, RollUp::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    stickiness = new Stickiness(settings.scoring());
    documents = new RedisDocuments(settings);
  }

  @Override
  public void processElement(PlatformChange change, Context context, Collector<RedisWrite> out)
      throws IOException {
    RollUp known = platform.value();
    RollUp rollUp = known == null ? new RollUp(new PlatformCounts()) : known;
    rollUp.apply(change, settings.scoring().zone());
    goOn(rollUp, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RedisWrite> out)
      throws IOException {
    RollUp rollUp = platform.value();
    if (rollUp == null) {
      return;
    }
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      out.collect(documents.platform(rollUp.counts, rollUp.asOfMillis));
    } else if (timestamp == rollUp.dueMillis) {
      rollUp.beginDay(timestamp, settings.scoring().zone());
      goOn(rollUp, context.timerService());
    }
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return platformState();
  }

  @Override
  public void republish(Byte key, Collector<RedisWrite> out) throws IOException {
    RollUp rollUp = platform.peek();
    if (rollUp != null) {
      out.collect(documents.platform(rollUp.counts, rollUp.asOfMillis));
    }
  }

  private void goOn(RollUp rollUp, TimerService time) throws IOException {
    long midnight = stickiness.beginning(rollUp.counts.today() + 1);
    if (midnight != rollUp.dueMillis) {
      if (rollUp.dueMillis != RollUp.NOT_DUE) {
        time.deleteEventTimeTimer(rollUp.dueMillis);
      }
      rollUp.dueMillis = midnight;
      time.registerEventTimeTimer(midnight);
    }
    platform.update(rollUp);
    long interval = settings.interval().toMillis();
    // Timers of one moment are one timer.
    time.registerProcessingTimeTimer((time.currentProcessingTime() / interval + 1) * interval);
  }
}

package dev.freshet.stickiness;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.scoring.stickiness.Tier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Counts the users of each tier, and publishes the counts at most once an interval. */
final class TierCounts extends KeyedProcessFunction<Byte, TierChange, RedisWrite>
    implements Republishing<Byte, RedisWrite>, GivingUp {

  private static final int TIERS = Tier.COUNT;

  private final StickinessJobSettings settings;
  private final @Nullable RedisSettings redis;

  /** One count a tier, and the event time of the latest change. */
  private transient ValueState<long[]> counts;

  private transient StickinessMetrics.Users users;

  /**
   * @param redis what may lose what is published, or null
   */
  TierCounts(StickinessJobSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<long[]> countsState() {
    return new ValueStateDescriptor<>(
        "tier-counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public void open(OpenContext context) {
    counts = getRuntimeContext().getState(countsState());
    users = new StickinessMetrics.Users(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(TierChange change, Context context, Collector<RedisWrite> out)
      throws Exception {
    long[] known = counts.value();
    long[] now = known == null ? none() : known;
    count(now, change);
    counts.update(now);
    users.counted(now);

    long interval = settings.interval().toMillis();
    long clock = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer((clock / interval + 1) * interval);
  }

  /** Counts before anybody was counted. */
  static long[] none() {
    return new long[TIERS + 1];
  }

  /** Counts a change. */
  static void count(long[] counts, TierChange change) {
    add(counts, change.before(), -1);
    add(counts, change.after(), 1);
    counts[TIERS] = Math.max(counts[TIERS], change.atMillis());
  }

  private static void add(long[] counts, @Nullable Tier tier, long more) {
    if (tier != null) {
      counts[tier.place()] += more;
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RedisWrite> out)
      throws Exception {
    out.collect(write(counts.value(), settings));
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return countsState();
  }

  @Override
  public void republish(Byte key, Collector<RedisWrite> out) throws Exception {
    out.collect(write(counts.value(), settings));
  }

  /** The counts as the contract in {@code schemas} has them. */
  static RedisWrite write(long[] counts, StickinessJobSettings settings) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Tier tier : Tier.values()) {
      fields.put(tier.label(), Long.toString(counts[tier.place()]));
    }
    fields.put("asOf", Long.toString(counts[TIERS]));
    return RedisWrite.hash(settings.keys().stickinessTiers(), fields);
  }
}

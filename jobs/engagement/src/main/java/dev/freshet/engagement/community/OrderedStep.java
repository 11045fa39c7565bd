package dev.freshet.engagement.community;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.community.CommunitySettings;
import dev.freshet.scoring.community.Passing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A step that keeps something for each key, and hears of its key in the order of event time, once
 * nothing earlier is waited for. What passes by time alone does so at its place in that order.
 *
 * @param <N> what it hears
 * @param <V> what it keeps
 * @param <O> what it tells
 */
abstract class OrderedStep<N extends News, V, O> extends KeyedProcessFunction<String, N, O>
    implements WriteBackFunction<String>, Republishing<String, O>, GivingUp {

  private static final long serialVersionUID = 1L;

  private final CommunityJobSettings settings;
  private final @Nullable RedisSettings redis;
  private final Class<N> type;
  private final String name;
  private transient WriteBackState<String, V> kept;
  private transient InEventOrder<N> order;

  /**
   * @param redis what may lose what is published, or null
   * @param name of the state
   */
  OrderedStep(
      CommunityJobSettings settings, @Nullable RedisSettings redis, Class<N> type, String name) {
    this.settings = settings;
    this.redis = redis;
    this.type = type;
    this.name = name;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> keptState(String name, Duration ttl) {
    return PackedState.value(name, ttl);
  }

  /** What a key begins with. */
  abstract V begin();

  abstract Codec<V> codec();

  /** A key hears something. */
  abstract void hear(V value, N news, Context context, Collector<O> out) throws Exception;

  /** When something passes next by time alone, or {@link Passing#NEVER}. */
  long nextMillis(V value) {
    return Passing.NEVER;
  }

  /** It passes; the next moment at which something does is a later one then. */
  void pass(V value, long atMillis, Context context, Collector<O> out) throws Exception {}

  /**
   * Publishes what is known of a key, if it has something to be published. That there is nothing
   * any more is published as well: Redis may have what was there before.
   */
  void publish(String key, V value, Collector<O> out) {}

  final CommunitySettings scoring() {
    return settings.scoring();
  }

  @Override
  public final void declare(WriteBackStates<String> states) {
    kept = states.of(keptState(name, settings.stateTtl()), codec(), settings.cache());
  }

  @Override
  public void open(OpenContext context) throws Exception {
    order = new InEventOrder<>(getRuntimeContext(), type, settings.lateness());
  }

  @Override
  public void processElement(N news, Context context, Collector<O> out) throws Exception {
    context.timerService().registerEventTimeTimer(order.add(news));
  }

  @Override
  public final void onTimer(long timestamp, OnTimerContext context, Collector<O> out)
      throws Exception {
    List<N> due = order.take(timestamp);
    V before = kept.value();
    if (before == null && due.isEmpty()) {
      return;
    }
    V value = before == null ? begin() : before;
    for (N news : due) {
      passUntil(news.atMillis(), value, context, out);
      hear(value, news, context, out);
    }
    passUntil(order.heardMillis(timestamp), value, context, out);
    kept.update(value);
    order.arm(nextMillis(value), context.timerService()::registerEventTimeTimer);
  }

  @Override
  public final void leaveOut(long timerMillis) throws Exception {
    order.take(timerMillis);
  }

  @Override
  public final void forget() {
    kept.clear();
  }

  private void passUntil(long untilMillis, V value, Context context, Collector<O> out)
      throws Exception {
    for (long next = nextMillis(value); next <= untilMillis; next = nextMillis(value)) {
      pass(value, next, context, out);
    }
  }

  @Override
  public final @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public final ValueStateDescriptor<?> publishedState() {
    return keptState(name, settings.stateTtl());
  }

  @Override
  public final void republish(String key, Collector<O> out) throws IOException {
    V value = kept.peek();
    if (value != null) {
      publish(key, value, out);
    }
  }
}

package dev.freshet.engagement;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.effect.RuleEffect;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Sums up what becomes of each rule's users, and publishes it at most once an interval. */
final class RuleEffects extends KeyedProcessFunction<String, OutcomeChange, RedisWrite>
    implements WriteBackFunction<String>, Republishing<String, RedisWrite>, GivingUp {

  private static final long serialVersionUID = 1L;

  private final EngagementSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, RuleEffect> effects;
  private transient EffectDocument document;

  /**
   * @param redis what may lose what is published, or null
   */
  RuleEffects(EngagementSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> effectState(Duration ttl) {
    return PackedState.value("rule-effect", ttl);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    effects =
        states.of(
            effectState(settings.stateTtl()),
            Codec.of(RuleEffect.LAYOUT, RuleEffect::serialize, RuleEffect::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    document = new EffectDocument(settings);
  }

  @Override
  public void processElement(OutcomeChange change, Context context, Collector<RedisWrite> out)
      throws IOException {
    RuleEffect known = effects.value();
    RuleEffect effect = known == null ? new RuleEffect() : known;
    effect.enter(change);
    effects.update(effect);
    long interval = settings.effectsInterval().toMillis();
    long clock = context.timerService().currentProcessingTime();
    // Timers of one moment are one timer.
    context.timerService().registerProcessingTimeTimer((clock / interval + 1) * interval);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RedisWrite> out)
      throws IOException {
    publish(context.getCurrentKey(), effects.value(), out);
  }

  private void publish(String rule, @Nullable RuleEffect effect, Collector<RedisWrite> out) {
    if (effect != null) {
      out.collect(document.of(rule, effect));
    }
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return effectState(settings.stateTtl());
  }

  @Override
  public void republish(String rule, Collector<RedisWrite> out) throws IOException {
    publish(rule, effects.peek(), out);
  }
}

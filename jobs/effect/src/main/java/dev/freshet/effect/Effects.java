package dev.freshet.effect;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Sums up each placement and experiment, and publishes it at most once an interval. */
final class Effects extends KeyedProcessFunction<String, EffectNews, RedisWrite>
    implements WriteBackFunction<String>, Republishing<String, RedisWrite>, GivingUp {

  private static final long serialVersionUID = 1L;

  /** The same for other systems. */
  static final OutputTag<EffectRecord> RECORDS =
      new OutputTag<>("effect-records", TypeInformation.of(EffectRecord.class));

  private final EffectSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, SubjectSums> subjects;
  private transient FindingReader findings;
  private transient EffectDocuments documents;

  private transient BrokenExperiments broken;
  private transient EffectGauges gauges;

  /**
   * @param redis what may lose what is published, or null
   */
  Effects(EffectSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> subjectState(Duration ttl) {
    return PackedState.value("subject-sums", ttl);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    subjects =
        states.of(
            subjectState(settings.resultsTtl()),
            Codec.of(SubjectSums.LAYOUT, SubjectSums::serialize, SubjectSums::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    findings = new FindingReader();
    documents = new EffectDocuments(settings);
    broken = new BrokenExperiments();
    gauges = new EffectGauges(getRuntimeContext().getMetricGroup());
    EffectMetrics.BROKEN.show(
        getRuntimeContext().getMetricGroup(), () -> broken.at(System.currentTimeMillis()));
  }

  @Override
  public void processElement(EffectNews news, Context context, Collector<RedisWrite> out)
      throws IOException {
    SubjectSums known = subjects.value();
    SubjectSums sums = known == null ? new SubjectSums() : known;
    sums.enter(news);
    subjects.update(sums);
    long interval = settings.interval().toMillis();
    long clock = context.timerService().currentProcessingTime();
    // Timers of one moment are one timer.
    context.timerService().registerProcessingTimeTimer((clock / interval + 1) * interval);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RedisWrite> out)
      throws IOException {
    String subject = context.getCurrentKey();
    Optional<Finding> known =
        finding(subject, subjects.value(), context.timerService().currentProcessingTime());
    broken.look(subject, known);
    gauges.look(subject, known);
    known.ifPresent(
        finding -> {
          out.collect(documents.of(finding));
          context.output(RECORDS, EffectRecord.of(subject, finding));
        });
  }

  private Optional<Finding> finding(String subject, @Nullable SubjectSums sums, long nowMillis) {
    return sums == null ? Optional.empty() : findings.of(subject, sums, nowMillis);
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return subjectState(settings.resultsTtl());
  }

  @Override
  public void republish(String subject, Collector<RedisWrite> out) throws IOException {
    finding(subject, subjects.peek(), System.currentTimeMillis())
        .map(documents::of)
        .ifPresent(out::collect);
  }
}

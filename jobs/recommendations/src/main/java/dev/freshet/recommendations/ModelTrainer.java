package dev.freshet.recommendations;

import dev.freshet.runtime.metrics.Age;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.TagPulse;
import dev.freshet.scoring.pulse.TagPulses;
import dev.freshet.scoring.training.ModelUpdate;
import dev.freshet.scoring.training.Trainer;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Learns the weights from choices, keeps the directory of items and takes the pulse of the
 * platform: the one task that knows everything, and so gets a bounded amount a second.
 *
 * <p>Its choices are those of a sample of users, whom it knows as well as those who rank their
 * lists do: weights can only be told onwards, so what was chosen from cannot be asked of them.
 */
final class ModelTrainer extends WriteBackStreamOperator<String, ModelUpdate>
    implements OneInputStreamOperator<ModelInput, ModelUpdate>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RedisWrite> WRITES =
      new OutputTag<>("pulse-writes", TypeInformation.of(RedisWrite.class));

  /** Silence after which the pulse follows the clock instead of the events. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** How long what is urgent waits for more of its kind. */
  private static final long GATHERING_MILLIS = 50;

  private final RecommendationsSettings settings;
  private transient Trainer trainer;
  private transient WriteBackState<String, UserProfile> users;
  private transient InOrder<ModelInput.TrainingExample> inOrder;
  private transient ListState<double[]> weights;
  private transient ListState<byte[]> items;
  private transient RedisDocuments documents;
  private transient TagPulses tagPulses;
  private transient boolean isIntroduced;
  private transient boolean isGathering;
  private transient long arrivedMillis;
  private transient long tagsWrittenMillis;
  private transient boolean unwritten;
  private transient String away;
  private transient boolean tagsUnwritten;
  private transient long forgotMillis;
  private transient long largestUpdateBytes;
  private transient long updateNanos;
  private transient long pulseNanos;
  private transient Age pulseAge;

  ModelTrainer(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The states' names and types are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<double[]> weightsState() {
    return new ListStateDescriptor<>(
        "model", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  static ListStateDescriptor<byte[]> itemsState() {
    return new ListStateDescriptor<>(
        "items", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  static ValueStateDescriptor<byte[]> userState(Duration ttl) {
    return SerializedState.descriptor("sampled-user", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    users =
        states.of(
            userState(settings.userTtl()),
            Codec.of(UserProfile::serialize, UserProfile::deserialize),
            settings.cache());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    RecommenderSettings scoring = settings.scoring();
    trainer = new Trainer(scoring.items(), scoring.lists(), scoring.pulse(), scoring.model());
    weights = context.getOperatorStateStore().getListState(weightsState());
    items = context.getOperatorStateStore().getListState(itemsState());
    for (double[] snapshot : weights.get()) {
      trainer.model().restore(snapshot);
    }
    for (byte[] part : items.get()) {
      trainer.restore(part);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    weights.update(List.of(trainer.model().snapshot()));
    items.update(trainer.serialize());
  }

  @Override
  public void open() throws Exception {
    super.open();
    inOrder =
        new InOrder<>(
            getRuntimeContext()
                .getMapState(
                    InOrder.waitingState(ModelInput.TrainingExample.class, settings.userTtl())));
    documents = new RedisDocuments(settings);
    away = "[]";
    tagPulses = settings.tagPulses();
    pulseAge = new Age();
    MetricGroup metrics = getMetricGroup();
    RecommendationsMetrics.show(metrics, trainer);
    RecommendationsMetrics.LARGEST_UPDATE.show(metrics, () -> largestUpdateBytes);
    RecommendationsMetrics.PULSE_MILLIS.show(metrics, () -> pulseNanos / 1e6);
    RecommendationsMetrics.PULSE_AGE.show(metrics, pulseAge);
    long now = now();
    forgotMillis = now;
    arrivedMillis = now;
    // At once: nobody publishes anything before they know all of it.
    at(now, timestamp -> introduce());
    wakeLater();
  }

  /** Tells those who rank, who know nothing after a start, all that is known. */
  private void introduce() {
    if (!isIntroduced) {
      isIntroduced = true;
      trainer.everything().forEach(this::send);
    }
  }

  private void send(ModelUpdate update) {
    largestUpdateBytes = Math.max(largestUpdateBytes, update.bytes());
    output.collect(new StreamRecord<>(update));
  }

  private void update(long atMillis, boolean ends) {
    long begun = System.nanoTime();
    List<ModelUpdate> parts = trainer.update(atMillis, ends);
    updateNanos = System.nanoTime() - begun;
    parts.forEach(this::send);
    writeAnew();
  }

  @Override
  public void processElement(StreamRecord<ModelInput> record) throws Exception {
    introduce();
    ModelInput input = record.getValue();
    if (input.example() != null) {
      learn(input.example());
    }
    if (input.facts() != null) {
      trainer.enter(input.facts());
    }
    if (input.described() != null) {
      trainer.describe(input.described());
    }
    if (input.urgent()) {
      gather();
    }
    writeAnew();
    arrivedMillis = now();
  }

  private void learn(ModelInput.TrainingExample example) throws Exception {
    UserProfile known = users.value();
    UserProfile user = known == null ? new UserProfile() : known;
    inOrder.accept(
        user,
        example.interaction().number(),
        example,
        next -> enter(user, next.interaction(), next.weight()));
    users.update(user);
  }

  private void enter(UserProfile user, EnrichedInteraction enriched, double weight) {
    if (trainer.isDue(enriched.atMillis())) {
      update(enriched.atMillis(), false);
    }
    if (user.isChoice(enriched, settings.scoring().candidates())) {
      trainer.learn(user, enriched.neighbours().item(), enriched.atMillis(), weight);
    }
    trainer.observe(user, enriched.neighbours().item(), enriched.atMillis());
    user.update(enriched, settings.scoring().candidates());
  }

  /** What is urgent is told and written as soon as more that came with it is there too. */
  private void gather() {
    if (!isGathering) {
      isGathering = true;
      at(
          now() + GATHERING_MILLIS,
          timestamp -> {
            isGathering = false;
            update(trainer.latestMillis(), false);
            publish(now(), true);
          });
    }
  }

  /** What is in Redis is no longer all that is known. */
  private void writeAnew() {
    unwritten = true;
    tagsUnwritten = true;
  }

  private void wakeLater() {
    long interval = settings.pulseInterval().toMillis();
    at(
        (now() / interval + 1) * interval,
        timestamp -> {
          wake(now());
          wakeLater();
        });
  }

  private void wake(long now) {
    introduce();
    long latest = trainer.latestMillis();
    if (latest != EventTime.NEVER || trainer.hasNews()) {
      forget(now);
      if (trainer.hasNews()) {
        update(latest, false);
      } else if (now - arrivedMillis >= IDLE.toMillis() && isLive(latest, now)) {
        update(latest + IDLE.toMillis(), false);
        arrivedMillis = now;
      }
    }
    if (trainer.pulse().size() > 0) {
      publish(now, false);
    }
  }

  private void forget(long now) {
    long keepMillis = settings.itemTtl().toMillis();
    if (now - forgotMillis >= Math.min(keepMillis, Duration.ofHours(1).toMillis())) {
      forgotMillis = now;
      trainer.forget(keepMillis);
    }
  }

  /** A replayed log keeps its own time; only a live one follows the clock while it is silent. */
  private static boolean isLive(long latestMillis, long nowMillis) {
    return nowMillis - latestMillis < Duration.ofDays(1).toMillis() && latestMillis < nowMillis;
  }

  /**
   * @param isUrgent whether the next update is not waited for; then what is written for users who
   *     have been away for minutes is that of the last update, as are the weights
   */
  private void publish(long nowMillis, boolean isUrgent) {
    if (unwritten) {
      long begun = System.nanoTime();
      unwritten = isUrgent;
      if (!isUrgent) {
        away = RedisDocuments.away(trainer::pulse, trainer.table());
        documents.weights(trainer.model(), trainer.latestMillis()).forEach(this::write);
      }
      List<RedisWrite> pulses =
          documents.pulse(trainer.pulse(), away, trainer.peers(), trainer.table());
      pulseNanos = updateNanos + System.nanoTime() - begun;
      pulses.forEach(this::write);
      pulseAge.since(trainer.pulse().asOfMillis());
    }
    long interval = settings.tagPulseInterval().toMillis();
    if (tagsUnwritten && interval > 0 && nowMillis - tagsWrittenMillis >= interval) {
      tagsUnwritten = false;
      tagsWrittenMillis = nowMillis;
      writeTags(nowMillis);
    }
  }

  /** Each is written again before its key expires. */
  private void writeTags(long nowMillis) {
    Pulse pulse = trainer.pulse();
    long keepMillis = settings.keyTtl().toMillis() / 2;
    for (TagPulse tag : tagPulses.tell(trainer.table(), pulse, nowMillis, keepMillis)) {
      documents.pulse(tag, pulse.asOfMillis()).forEach(this::write);
    }
  }

  private void write(RedisWrite write) {
    output.collect(WRITES, new StreamRecord<>(write));
  }

  /** At the end of a log everything is told and written once more. */
  @Override
  public void endInput() {
    introduce();
    update(trainer.latestMillis(), true);
    if (trainer.latestMillis() != EventTime.NEVER) {
      tagsWrittenMillis = 0;
      tagPulses = settings.tagPulses();
      publish(Long.MAX_VALUE, false);
    }
  }
}

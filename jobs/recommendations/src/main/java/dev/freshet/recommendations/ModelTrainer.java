package dev.freshet.recommendations;

import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.training.Directory;
import dev.freshet.scoring.training.ModelUpdate;
import dev.freshet.scoring.training.ShownLearner;
import dev.freshet.scoring.training.Trainer;
import dev.freshet.scoring.training.Weighting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Learns the weights from choices, keeps the directory of items and takes the pulse of the
 * platform: the one task that knows everything, and so gets a bounded amount a second.
 *
 * <p>Its choices are those of a sample of users, whom it knows as well as those who rank their
 * lists do: weights can only be told onwards, so what was chosen from cannot be asked of them.
 *
 * <p>This class is long because learning, the directory and the pulse share one state and one
 * clock.
 */
final class ModelTrainer extends WriteBackStreamOperator<String, ModelUpdate>
    implements OneInputStreamOperator<ModelInput, ModelUpdate>,
        BoundedOneInput,
        Republishing<String, ModelUpdate> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RedisWrite> WRITES =
      new OutputTag<>("pulse-writes", TypeInformation.of(RedisWrite.class));

  /** Silence after which the pulse follows the clock instead of the events. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** How long what is urgent waits for more of its kind. */
  private static final long GATHERING_MILLIS = 50;

  private final RecommendationsSettings settings;
  private final @Nullable RedisSettings redis;
  private final boolean hasExperiments;
  private final boolean hasRules;
  private transient ServedExperiments experiments;
  private transient ServedListRules rules;
  private transient Trainer trainer;
  private transient WriteBackState<String, UserProfile> users;
  private transient SampledLists lists;
  private transient ShownLearner shownLearner;
  private transient InOrder<ModelInput.TrainingExample> inOrder;
  private transient ListState<double[]> weights;
  private transient ListState<byte[]> items;
  private transient ListState<Tuple2<String, Long>> retiredSince;
  private transient ListState<Tuple2<String, Long>> backSince;
  private transient RetiredItems retired;
  private transient ItemTags itemTags;
  private transient PulsePublisher publisher;
  private transient boolean isIntroduced;
  private transient boolean isGathering;

  /** Weights may be others than those who rank know, though of items nothing is new. */
  private transient boolean mayHaveLearned;

  private transient long arrivedMillis;
  private transient long forgotMillis;
  private transient long largestUpdateBytes;
  private transient long updateNanos;

  /**
   * @param redis what may lose what is published, or null
   */
  ModelTrainer(RecommendationsSettings settings, @Nullable RedisSettings redis) {
    this(settings, redis, false, false);
  }

  /**
   * @param redis what may lose what is published, or null
   * @param hasExperiments whether there is a topic of experiments
   * @param hasRules whether there is a topic of rules on lists
   */
  ModelTrainer(
      RecommendationsSettings settings,
      @Nullable RedisSettings redis,
      boolean hasExperiments,
      boolean hasRules) {
    this.settings = settings;
    this.redis = redis;
    this.hasExperiments = hasExperiments;
    this.hasRules = hasRules;
  }

  /** The states' names and types are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<double[]> weightsState() {
    return new ListStateDescriptor<>(
        "model", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  static ListStateDescriptor<byte[]> itemsState() {
    return PackedState.parts("items");
  }

  /** Items and a moment of each. */
  private static ListStateDescriptor<Tuple2<String, Long>> moments(String name) {
    return new ListStateDescriptor<>(name, Types.TUPLE(Types.STRING, Types.LONG));
  }

  static ValueStateDescriptor<byte[]> userState(Duration ttl) {
    return SerializedState.descriptor("sampled-user", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    users =
        states.of(
            userState(settings.userTtl()),
            Codec.of(UserProfile.LAYOUT, UserProfile::serialize, UserProfile::deserialize),
            settings.cache());
    lists = new SampledLists(settings, states);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    RecommenderSettings scoring = settings.scoring();
    trainer = new Trainer(scoring.items(), scoring.lists(), scoring.pulse(), scoring.model());
    shownLearner = SampledLists.learner(trainer, scoring);
    OperatorStateStore store = context.getOperatorStateStore();
    weights = store.getListState(weightsState());
    items = store.getListState(itemsState());
    Layouts.declare(store, weightsState().getName(), ChoiceModel.LAYOUT);
    Layouts.declare(store, itemsState().getName(), Directory.LAYOUT);
    for (double[] snapshot : weights.get()) {
      trainer.model().restore(snapshot);
    }
    for (byte[] part : items.get()) {
      trainer.restore(part);
    }
    if (!scoring.exposures().appeal()) {
      trainer.forgetAppeals();
    }
    experiments = new ServedExperiments(store, hasExperiments);
    rules = new ServedListRules(store, trainer.table(), settings.ruleItems(), hasRules);
    retired = new RetiredItems(settings, trainer.table(), this::write);
    itemTags = new ItemTags(settings, trainer.table(), this::write);
    retiredSince = store.getListState(moments("retired"));
    backSince = store.getListState(moments("retired-no-longer"));
    retired.restore(retiredSince.get(), backSince.get());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    weights.update(List.of(trainer.model().snapshot()));
    items.update(trainer.serialize());
    retiredSince.update(retired.retiredSince());
    backSince.update(retired.backSince());
    experiments.snapshot();
    rules.snapshot();
  }

  @Override
  public void open() throws Exception {
    super.open();
    inOrder =
        new InOrder<>(
            getRuntimeContext()
                .getMapState(
                    InOrder.waitingState(ModelInput.TrainingExample.class, settings.userTtl())));
    publisher = new PulsePublisher(settings, trainer, this::write);
    MetricGroup metrics = getMetricGroup();
    RecommendationsMetrics.show(metrics, trainer);
    RecommendationsMetrics.show(metrics, rules);
    RecommendationsMetrics.LARGEST_UPDATE.show(metrics, () -> largestUpdateBytes);
    RecommendationsMetrics.PULSE_MILLIS.show(metrics, publisher::millis);
    RecommendationsMetrics.PULSE_AGE.show(metrics, publisher.age());
    long now = now();
    forgotMillis = now;
    arrivedMillis = now;
    // At once: those who rank publish nothing before they know all of it.
    at(now, timestamp -> introduce());
    wakeLater();
  }

  /** Sends all that is known to those who rank, who know nothing after a start. */
  private void introduce() {
    if (!isIntroduced) {
      isIntroduced = true;
      weigh(now());
      trainer.everything().forEach(this::send);
      retired.publish(now());
      itemTags.publish();
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
    publisher.change();
  }

  @Override
  public void processElement(StreamRecord<ModelInput> record) throws Exception {
    try {
      accept(record.getValue());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  private void accept(ModelInput input) throws Exception {
    introduce();
    if (input.experiment() != null) {
      experiments.accept(input.experiment());
      return;
    }
    if (input.rule() != null) {
      rules.accept(input.rule());
      return;
    }
    if (input.example() != null) {
      learn(input.example(), input.follows());
    }
    if (input.shown() != null) {
      show(input.shown());
    }
    if (input.facts() != null) {
      enter(input.facts());
    }
    if (input.described() != null) {
      describe(input.described());
    }
    if (input.urgent()) {
      gather();
    }
    publisher.change();
    arrivedMillis = now();
  }

  private void describe(CatalogueItem item) {
    if (retired.accept(item, now())) {
      publisher.hurryTags();
    }
    itemTags.accept(item);
    trainer.describe(item);
    rules.describe(item, now());
  }

  private void enter(ItemFacts facts) {
    int before = trainer.table().size();
    trainer.enter(facts);
    if (trainer.table().size() > before) {
      rules.appear(facts.item(), now());
    }
  }

  private void learn(ModelInput.TrainingExample example, int follows) throws Exception {
    UserProfile known = users.value();
    UserProfile user = known == null ? new UserProfile() : known;
    inOrder.accept(user, follows, example, next -> enter(user, next.interaction(), next.weight()));
    users.update(user);
  }

  private void show(RowChange.ShownList shown) throws IOException {
    UserProfile user = users.value();
    if (user != null) {
      // Lists may be read long before what users did by then, which alone makes the time.
      long atMillis = Math.min(shown.exposure().atMillis(), trainer.latestMillis());
      if (trainer.isDue(atMillis)) {
        update(atMillis, false);
      }
      lists.show(shownLearner, user, shown);
      users.update(user);
      mayHaveLearned = true;
    }
  }

  private void enter(UserProfile user, EnrichedInteraction enriched, double weight)
      throws IOException {
    if (trainer.isDue(enriched.atMillis())) {
      update(enriched.atMillis(), false);
    }
    if (!enriched.isAgainst()) {
      learn(user, enriched, weight);
      trainer.observe(user, enriched.neighbours().item(), enriched.atMillis());
    }
    user.update(enriched, settings.scoring().candidates());
  }

  private void learn(UserProfile user, EnrichedInteraction enriched, double weight)
      throws IOException {
    long item = enriched.neighbours().item();
    boolean isChoice = user.isChoice(enriched, settings.scoring().candidates());
    boolean isTaken = lists.take(shownLearner, item, enriched.atMillis(), isChoice);
    if (isChoice) {
      trainer.learn(user, item, enriched.atMillis(), isTaken ? 0.0 : weight);
    }
  }

  /** An urgent change is sent and written once what came with it has had time to arrive. */
  private void gather() {
    if (!isGathering) {
      isGathering = true;
      at(
          now() + GATHERING_MILLIS,
          timestamp -> {
            isGathering = false;
            update(trainer.latestMillis(), false);
            if (tellReaders()) {
              publisher.publishUrgent(now(), updateNanos);
            }
          });
    }
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
    weigh(now);
    long latest = trainer.latestMillis();
    if (latest != EventTime.NEVER || trainer.hasNews()) {
      forget(now);
      if (trainer.hasNews() || mayHaveLearned) {
        update(latest, false);
        mayHaveLearned = false;
      } else if (now - arrivedMillis >= IDLE.toMillis() && isLive(latest, now)) {
        update(latest + IDLE.toMillis(), false);
        arrivedMillis = now;
      }
    }
    if (trainer.pulse().asOfMillis() != EventTime.NEVER) {
      // The catalogue is read before events.
      itemTags.publishMore();
      if (tellReaders()) {
        publisher.publish(now, updateNanos);
      }
    }
  }

  /**
   * A pulse without the experiments and rules would end them for everybody for a moment.
   *
   * @return whether they are known
   */
  private boolean tellReaders() {
    boolean areKnown = experiments.areKnown() && rules.areKnown();
    if (areKnown) {
      publisher.tell(experiments.notOverAt(now()));
      publisher.tellRules(rules.serve(trainer.pulse(), now()));
    }
    return areKnown;
  }

  /** Those who rank know of it with the next update, which comes though nothing else is new. */
  private void weigh(long now) {
    if (experiments.areKnown()) {
      List<Weighting> weightings = Weighting.of(experiments.notOverAt(now));
      if (!weightings.equals(trainer.weightings())) {
        trainer.weigh(weightings);
        mayHaveLearned = true;
      }
    }
  }

  private void forget(long now) {
    long keepMillis = settings.itemTtl().toMillis();
    if (now - forgotMillis >= Math.min(keepMillis, Duration.ofHours(1).toMillis())) {
      forgotMillis = now;
      trainer.forget(keepMillis);
      rules.forget();
      retired.forget(now);
    }
  }

  /** A replayed log keeps its own time; only a live one follows the clock while it is silent. */
  private static boolean isLive(long latestMillis, long nowMillis) {
    return nowMillis - latestMillis < Duration.ofDays(1).toMillis() && latestMillis < nowMillis;
  }

  private void write(RedisWrite write) {
    output.collect(WRITES, new StreamRecord<>(write));
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public @Nullable ValueStateDescriptor<?> publishedState() {
    return null;
  }

  @Override
  public boolean canRepublish() {
    return experiments.areKnown() && rules.areKnown();
  }

  @Override
  public void republishAll() {
    introduce();
    retired.publish(now());
    itemTags.publish();
    tellReaders();
    if (trainer.pulse().size() > 0) {
      publisher.publishAll(now(), updateNanos);
    }
  }

  @Override
  public void republish(String user, Collector<ModelUpdate> out) {
    throw new IllegalStateException("nothing is published of users");
  }

  /** At the end of a log everything is sent and written once more. */
  @Override
  public void endInput() {
    introduce();
    itemTags.publishRest();
    update(trainer.latestMillis(), true);
    if (trainer.latestMillis() != EventTime.NEVER) {
      tellReaders();
      publisher.end(updateNanos);
    }
  }
}

package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.ItemFacts;
import dev.freshet.scoring.ItemTable;
import dev.freshet.scoring.Lesson;
import dev.freshet.scoring.Signal;
import dev.freshet.scoring.Tick;
import dev.freshet.scoring.Touch;
import dev.freshet.scoring.Trainer;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Learns the weights from every choice and takes the pulse of the platform.
 *
 * <p>One task holds all weights and all items, in heap: a gradient step needs both, and a catalogue
 * is small beside the users. What it holds is operator state, saved whole with each checkpoint. The
 * one key it runs under is there for its timers only.
 */
final class Training extends KeyedCoProcessFunction<Byte, Lesson, CatalogueItem, Tick>
    implements CheckpointedFunction {

  static final OutputTag<RedisWrite> WRITES =
      new OutputTag<>("pulse-writes", TypeInformation.of(RedisWrite.class));

  /** A lesson no older than that is learned at once; older ones are being caught up on. */
  private static final Duration LIVE = Duration.ofMinutes(1);

  /** How many older lessons are held back to be learned in the order of their time. */
  private static final int MOST_HELD = 1_000;

  /** Silence after which the pulse follows the clock instead of the events. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final RecommendationsSettings settings;
  private transient Trainer trainer;
  private transient LessonQueue held;
  private transient ListState<Lesson> heldLessons;
  private transient ListState<double[]> model;
  private transient ListState<ItemFacts> facts;
  private transient ListState<CatalogueItem> catalogue;
  private transient RedisDocuments documents;
  private transient long arrivedMillis;
  private transient long tagsWrittenMillis;
  private transient boolean unwritten;
  private transient boolean tagsUnwritten;

  Training(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The states' names and types are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<double[]> modelState() {
    return new ListStateDescriptor<>(
        "model", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  static ListStateDescriptor<Lesson> heldState() {
    return new ListStateDescriptor<>("held", TypeInformation.of(Lesson.class));
  }

  static ListStateDescriptor<ItemFacts> factsState() {
    return new ListStateDescriptor<>("facts", ItemFacts.class);
  }

  static ListStateDescriptor<CatalogueItem> catalogueState() {
    return new ListStateDescriptor<>("described", CatalogueItem.class);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ItemTable table =
        new ItemTable(settings.scoring().popularity(), settings.scoring().coOccurrence());
    trainer = new Trainer(settings.scoring(), table);
    held = new LessonQueue();
    heldLessons = context.getOperatorStateStore().getListState(heldState());
    model = context.getOperatorStateStore().getListState(modelState());
    facts = context.getOperatorStateStore().getListState(factsState());
    catalogue = context.getOperatorStateStore().getListState(catalogueState());
    for (Lesson lesson : heldLessons.get()) {
      held.add(lesson);
    }
    for (double[] snapshot : model.get()) {
      trainer.model().restore(snapshot);
    }
    for (ItemFacts item : facts.get()) {
      trainer.restore(item);
    }
    for (CatalogueItem item : catalogue.get()) {
      trainer.describe(item);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    // Not learned now: a lesson wants the pulse of its time, and only a beat tells rankers of one.
    heldLessons.update(held.lessons());
    model.clear();
    model.add(trainer.model().snapshot());
    facts.update(trainer.facts(settings.itemTtl().toMillis()));
    catalogue.clear();
    for (CatalogueItem item : trainer.catalogue()) {
      catalogue.add(item);
    }
  }

  @Override
  public void open(OpenContext context) {
    documents = new RedisDocuments(settings);
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    metrics.gauge("choices", () -> trainer.model().steps());
    metrics.gauge("clippedGradients", () -> trainer.model().clipped());
    metrics.gauge("items", () -> trainer.table().size());
    MetricGroup weights = metrics.addGroup("weights");
    for (Signal signal : Signal.values()) {
      weights.gauge(signal.label(), () -> trainer.model().weight(signal));
    }
  }

  @Override
  public void processElement1(Lesson lesson, Context context, Collector<Tick> out) {
    long now = context.timerService().currentProcessingTime();
    held.add(lesson);
    learn(now - lesson.atMillis() < LIVE.toMillis() ? 0 : MOST_HELD, out);
    heard(context);
  }

  /** Learns all but the latest {@code kept} lessons. */
  private void learn(int kept, Collector<Tick> out) {
    while (held.size() > kept) {
      Lesson lesson = held.remove();
      if (trainer.isDue(lesson.atMillis())) {
        out.collect(trainer.beat(lesson.atMillis()));
      }
      trainer.learn(lesson);
      writeAnew();
    }
  }

  @Override
  public void processElement2(CatalogueItem item, Context context, Collector<Tick> out) {
    trainer.describe(item);
    heard(context);
  }

  private void heard(Context context) {
    writeAnew();
    arrivedMillis = context.timerService().currentProcessingTime();
    registerNext(context);
  }

  /** What is in Redis is no longer all that is known. */
  private void writeAnew() {
    unwritten = true;
    tagsUnwritten = true;
  }

  private void registerNext(Context context) {
    // Comes when there is nothing more to come.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    long interval = settings.pulseInterval().toMillis();
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer((now / interval + 1) * interval);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Tick> out) {
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      learn(0, out);
      settle(context, out);
      return;
    }
    long now = context.timerService().currentProcessingTime();
    if (now - arrivedMillis >= settings.pulseInterval().toMillis()) {
      learn(0, out);
    }
    long latest = trainer.latestMillis();
    if (latest != Touch.NEVER) {
      if (trainer.hasNews()) {
        out.collect(trainer.beat(latest));
      } else if (now - arrivedMillis >= IDLE.toMillis() && isLive(latest, now)) {
        out.collect(trainer.beat(latest + IDLE.toMillis()));
        arrivedMillis = now;
        writeAnew();
      }
    }
    if (trainer.pulse().size() > 0) {
      publish(now, context);
    }
    registerNext(context);
  }

  /** At the end of a log everything is told and written once more. */
  private void settle(OnTimerContext context, Collector<Tick> out) {
    if (trainer.latestMillis() != Touch.NEVER) {
      out.collect(trainer.beat(trainer.latestMillis()).asLast());
      writeAnew();
      tagsWrittenMillis = 0;
      publish(Long.MAX_VALUE, context);
    }
  }

  /** A replayed log keeps its own time; only a live one follows the clock while it is silent. */
  private static boolean isLive(long latestMillis, long nowMillis) {
    return nowMillis - latestMillis < Duration.ofDays(1).toMillis() && latestMillis < nowMillis;
  }

  private void publish(long nowMillis, Context context) {
    if (unwritten) {
      unwritten = false;
      documents
          .pulse(trainer.pulse(), trainer.table())
          .forEach(write -> context.output(WRITES, write));
      documents
          .weights(trainer.model(), trainer.latestMillis())
          .forEach(write -> context.output(WRITES, write));
    }
    long interval = settings.tagPulseInterval().toMillis();
    if (tagsUnwritten && interval > 0 && nowMillis - tagsWrittenMillis >= interval) {
      tagsUnwritten = false;
      tagsWrittenMillis = nowMillis;
      documents
          .tagPulses(trainer.pulse(), trainer.table())
          .forEach(write -> context.output(WRITES, write));
    }
  }
}

package dev.freshet.recommendations;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemNews;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Counts all that is counted of an item: who interacted with it, how popular it is, and what it
 * goes with.
 *
 * <p>Answers each interaction with the neighbours of its item, tells the model of items that
 * changed, each at most once an interval unless it is urgent, and publishes the neighbours of each
 * item with interactions once an interval, and of all items at the end of a log.
 *
 * <p>This class is long because one operator keeps an item's row, and each of its four outputs
 * reads that row.
 */
final class ItemCounter extends WriteBackStreamOperator<Long, RankingInput>
    implements TwoInputStreamOperator<RowChange, CatalogueItem, RankingInput>,
        Triggerable<Long, VoidNamespace>,
        BoundedMultiInput,
        Republishing<Long, RankingInput>,
        GivingUp {

  private static final long serialVersionUID = 1L;

  static final OutputTag<ModelInput> MODEL =
      new OutputTag<>("model", TypeInformation.of(ModelInput.class));

  /** Items are spread over this many slots per interval: timers coincide, writes do not burst. */
  private static final int PHASES = 20;

  private static final int INPUTS = 2;

  private final RecommendationsSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<Long, ItemRow> rows;
  private transient CatalogueCache catalogue;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ItemNews news;
  private transient Counter notInCatalogue;
  private transient Collisions collisions;
  private transient long toldMillis;
  private transient int ended;

  /**
   * @param redis what may lose what is published, or null
   */
  ItemCounter(RecommendationsSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> rowState(Duration ttl) {
    return SerializedState.descriptor("item", StateTtlConfig.newBuilder(ttl));
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<CatalogueItem> catalogueState(Duration ttl) {
    ValueStateDescriptor<CatalogueItem> descriptor =
        new ValueStateDescriptor<>("catalogue-item", CatalogueItem.class);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).updateTtlOnReadAndWrite().build());
    return descriptor;
  }

  @Override
  public void declare(WriteBackStates<Long> states) {
    rows =
        states.of(
            rowState(settings.itemTtl()),
            Codec.of(ItemRow.LAYOUT, ItemRow::serialize, ItemRow::deserialize),
            settings.cache());
  }

  @Override
  public void open() throws Exception {
    super.open();
    catalogue =
        new CatalogueCache(
            getRuntimeContext().getState(catalogueState(settings.catalogueTtl())),
            settings.catalogueTtl(),
            settings.cache().entries());
    timers = getInternalTimerService("publications", VoidNamespaceSerializer.INSTANCE, this);
    news = new ItemNews(settings.scoring().items());
    notInCatalogue = RecommendationsMetrics.NOT_IN_CATALOGUE.count(getMetricGroup());
    collisions = new Collisions(getMetricGroup());
    toldMillis = Long.MIN_VALUE;
    tellLater();
  }

  @Override
  public void processElement1(StreamRecord<RowChange> record) throws Exception {
    try {
      count(record.getValue(), record.getTimestamp());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  private void count(RowChange request, long origin) throws Exception {
    if (request.shown() != null) {
      show(request.shown(), origin);
      return;
    }
    ItemSettings scoring = settings.scoring().items();
    ItemRow known = rows.value();
    ItemRow row = known == null ? new ItemRow() : known;
    RowChange.NeighbourQuery query = request.query();
    if (query != null && !row.isOf(query.item())) {
      collisions.refuse(query.item(), row.item());
      // The user's later interactions wait for an answer to this one.
      output.collect(
          new StreamRecord<>(RankingInput.of(enrichWithNothing(request.row(), query)), origin));
      return;
    }
    if (query != null && query.isAgainst()) {
      answer(query, described(request.row()), Neighbours.none(request.row()), null, origin);
      return;
    }
    request.applyTo(row, scoring);
    rows.update(row);

    if (query != null) {
      answer(
          query,
          described(request.row()),
          row.strongest(request.row(), query.atMillis(), scoring),
          row,
          origin);
      publishLater(request.row(), now());
    }
  }

  private void show(RowChange.ShownList shown, long origin) {
    output.collect(new StreamRecord<>(RankingInput.of(shown.exposure()), origin));
    if (shown.weight() > 0) {
      tell(ModelInput.of(shown), origin);
    }
  }

  private @Nullable CatalogueItem described(long item) throws IOException {
    CatalogueItem described = catalogue.read(item, now());
    notInCatalogue.inc(described == null ? 1 : 0);
    return described;
  }

  /**
   * Answers an interaction, and gives it to the model if it is in the sample.
   *
   * @param row where it was counted, or null
   */
  private void answer(
      RowChange.NeighbourQuery query,
      @Nullable CatalogueItem described,
      Neighbours neighbours,
      @Nullable ItemRow row,
      long origin) {
    ItemSettings scoring = settings.scoring().items();
    Onward onward =
        row == null ? Onward.NONE : row.onward(query.before(), query.atMillis(), scoring);
    EnrichedInteraction enriched = enrich(query, described, neighbours, onward);
    output.collect(new StreamRecord<>(RankingInput.of(enriched), origin));
    ModelInput.TrainingExample example =
        query.example().isGiven()
            ? new ModelInput.TrainingExample(enriched, query.example().weight())
            : null;
    boolean isUrgent = row != null && row.isUrgent(scoring);
    ItemFacts facts = row == null ? null : news.changed(row);
    if (example != null || facts != null) {
      tell(ModelInput.of(example, query.example().follows(), facts, isUrgent), origin);
    }
  }

  private static EnrichedInteraction enrichWithNothing(long row, RowChange.NeighbourQuery query) {
    return enrich(query, null, Neighbours.none(row), Onward.NONE);
  }

  private static EnrichedInteraction enrich(
      RowChange.NeighbourQuery query,
      @Nullable CatalogueItem described,
      Neighbours neighbours,
      Onward onward) {
    return new EnrichedInteraction(
        query.user(),
        query.number(),
        query.item(),
        query.atMillis(),
        query.completed(),
        query.from(),
        query.to(),
        neighbours,
        onward,
        described == null ? List.of() : described.tags(),
        described == null ? new float[0] : described.vector().values(),
        query.opinion());
  }

  @Override
  public void processElement2(StreamRecord<CatalogueItem> record) throws Exception {
    CatalogueItem item = record.getValue();
    try {
      describe(item, record.getTimestamp());
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), record, e);
    }
  }

  private void describe(CatalogueItem item, long origin) throws IOException {
    Long row = (Long) getCurrentKey();
    long now = now();
    String owner = ownerOf(row, now);
    if (!owner.isEmpty() && !owner.equals(item.item())) {
      collisions.refuse(item.item(), owner);
      return;
    }
    catalogue.write(row, item, now);
    tell(ModelInput.of(item), origin);
  }

  /**
   * The name of the item that the current key, a fingerprint, stands for; empty if nobody knows.
   */
  private String ownerOf(long row, long nowMillis) throws IOException {
    CatalogueItem described = catalogue.read(row, nowMillis);
    if (described != null) {
      return described.item();
    }
    ItemRow counted = rows.value();
    return counted == null ? "" : counted.item();
  }

  private void tell(ModelInput input, long origin) {
    output.collect(MODEL, new StreamRecord<>(input, origin));
  }

  /** What the clock drives; a log that is read at full speed is driven by its watermarks. */
  private void tellLater() {
    long interval = settings.pulseInterval().toMillis();
    long now = now();
    at(
        (now / interval + 1) * interval,
        timestamp -> {
          tellNews();
          tellLater();
        });
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long passed = mark.getTimestamp() - toldMillis;
    if (passed >= settings.scoring().items().updateMillis() || passed < 0) {
      toldMillis = mark.getTimestamp();
      tellNews();
    }
    super.processWatermark(mark);
  }

  /**
   * News are in no state: the model has to have them in the checkpoint that this one is part of.
   */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    tellNews();
  }

  private void tellNews() {
    for (ItemFacts facts : news.take()) {
      tell(ModelInput.of(null, 0, facts, false), Origins.NONE);
    }
  }

  private void publishLater(long item, long now) {
    long interval = settings.similarInterval().toMillis();
    long phase = Math.floorMod(item, PHASES) * interval / PHASES;
    long next = (Math.floorDiv(now - phase, interval) + 1) * interval + phase;
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, next);
  }

  @Override
  public void onProcessingTime(InternalTimer<Long, VoidNamespace> timer) throws Exception {
    // One that was set before the end may go off after it, and would undo what is settled.
    if (ended < INPUTS) {
      failures().ofProcessingTime(timer, () -> publish(timer.getKey(), rows.value(), false));
    }
  }

  @Override
  public void onEventTime(InternalTimer<Long, VoidNamespace> timer) {
    throw new IllegalStateException("nothing waits for event time");
  }

  private void publish(long item, @Nullable ItemRow row, boolean isSettled) {
    // Pairs alone have no name to publish them by: the item's own interaction is still to come.
    if (row != null && !row.item().isEmpty()) {
      long latestMillis = row.neighbours().latestMillis();
      Neighbours neighbours = row.latest(item, latestMillis, settings.scoring().items());
      RankingInput.Similar similar =
          new RankingInput.Similar(
              row.item(), neighbours, latestMillis, row.interactedMillis(), isSettled);
      output.collect(new StreamRecord<>(RankingInput.of(similar)));
    }
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return rowState(settings.itemTtl());
  }

  @Override
  public void republish(Long item, Collector<RankingInput> out) throws IOException {
    publish(item, rows.peek(), false);
  }

  @Override
  public void endInput(int input) throws Exception {
    ended++;
    if (ended == INPUTS) {
      tellNews();
      writeBack();
      this.<Long>getKeyedStateBackend()
          .applyToAllKeys(
              VoidNamespace.INSTANCE,
              VoidNamespaceSerializer.INSTANCE,
              rowState(settings.itemTtl()),
              (item, stored) -> publish(item, rows.value(), true));
    }
  }
}

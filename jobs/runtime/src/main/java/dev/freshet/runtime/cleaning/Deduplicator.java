package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops events that a user sent before, and rejects what is beyond the flood limits or of an item
 * that is not to be used. What is rejected is not remembered: sent again later, it is no duplicate.
 *
 * <p>Which items are known, every task is told in the same order: so all know the same, of which
 * one checkpoint is enough.
 *
 * <p>That its inputs are idle is told to nobody behind it. Such marks come to the steps at
 * different times, and an input that is taken for idle is not waited for: after a silence a step
 * would go by the first of its inputs that speaks, ahead of what the others are about to tell.
 */
final class Deduplicator extends WriteBackStreamOperator<String, Interaction>
    implements TwoInputStreamOperator<PlacedInteraction, ItemNotice, Interaction> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(Deduplicator.class);

  static final OutputTag<RejectedPlace> REJECTED =
      new OutputTag<>("rejected-places", TypeInformation.of(RejectedPlace.class));

  private static final List<RejectionReason> REASONS =
      List.of(
          RejectionReason.FLOOD,
          RejectionReason.UNKNOWN_ITEM,
          RejectionReason.TOO_MANY_ITEMS,
          RejectionReason.COLLIDING_ITEM,
          RejectionReason.FAILED);

  /** What a user may take of the cache on average: some two hundred ids. */
  private static final long MOST_BYTES = 2048;

  private static final long WARNING_PAUSE_MILLIS = 60_000;

  private final UserLimits limits;
  private final ItemLimits itemLimits;
  private final Origins origins;
  private final int mostFailures;
  private final CacheLimits cache;
  private transient WriteBackState<String, RecentEvents> recentEvents;
  private transient ListState<byte[]> knownParts;
  private transient KnownItems knownItems;
  private transient Counter used;
  private transient Counter duplicates;
  private transient CleaningMetrics.Rejected rejected;
  private transient Map<RejectionReason, Long> warnedMillis;
  private transient RecordFailures failures;

  Deduplicator(EventSettings settings, ItemLimits itemLimits, Origins origins) {
    limits = new UserLimits(settings);
    this.itemLimits = itemLimits;
    this.origins = origins;
    mostFailures = settings.maxFailures();
    cache =
        new CacheLimits(settings.cacheEntries(), settings.cacheEntries() * MOST_BYTES)
            .setBy(EventOptions.CACHE_ENTRIES.key());
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> recentEventsState(Duration ttl) {
    return PackedState.value("recent-events", ttl);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> knownItemsState() {
    return PackedState.parts("known-items");
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    recentEvents =
        states.of(
            recentEventsState(limits.duplicatesTtl()),
            Codec.of(RecentEvents.LAYOUT, RecentEvents::serialize, RecentEvents::deserialize),
            cache);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    knownParts = context.getOperatorStateStore().getUnionListState(knownItemsState());
    Layouts.declare(
        context.getOperatorStateStore(), knownItemsState().getName(), KnownItems.LAYOUT);
    knownItems = new KnownItems(itemLimits);
    for (byte[] part : knownParts.get()) {
      knownItems.enter(part);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup();
    used = CleaningMetrics.USED.count(metrics);
    duplicates = CleaningMetrics.DUPLICATES.count(metrics);
    CleaningMetrics.KNOWN_ITEMS.show(metrics, knownItems::size);
    rejected = new CleaningMetrics.Rejected(metrics, REASONS);
    warnedMillis = new EnumMap<>(RejectionReason.class);
    failures = RecordFailures.of(getRuntimeContext(), mostFailures);
  }

  @Override
  public void processElement1(StreamRecord<PlacedInteraction> record) throws Exception {
    PlacedInteraction arrived = record.getValue();
    long origin =
        origins.of(arrived.topic(), arrived.partition(), arrived.offset(), arrived.arrivedMillis());
    Optional<String> failure = failures.givenUp(origin);
    if (failure.isPresent()) {
      reject(arrived, new Rejection(RejectionReason.FAILED, failure.get()));
      return;
    }
    try {
      accept(record, origin);
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), origin, e);
    }
  }

  private void accept(StreamRecord<PlacedInteraction> record, long origin) throws IOException {
    PlacedInteraction arrived = record.getValue();
    Interaction interaction = arrived.interaction();
    boolean isPlan = knownItems.isPlan(interaction);
    Optional<Rejection> complaint =
        isPlan ? Optional.empty() : knownItems.complaint(interaction.item());
    if (complaint.isPresent()) {
      reject(arrived, complaint.get());
      return;
    }
    RecentEvents known = recentEvents.value();
    RecentEvents recent = known == null ? new RecentEvents() : known;
    UserLimits.Verdict verdict = limits.judge(interaction, arrived.arrivedMillis(), recent, now());
    if (verdict != UserLimits.Verdict.DUPLICATE) {
      recentEvents.update(recent);
    }
    switch (verdict) {
      case USED -> {
        used.inc();
        output.collect(record.replace(isPlan ? interaction.ofPlan() : interaction, origin));
      }
      case DUPLICATE -> duplicates.inc();
      case FLOOD -> reject(arrived, limits.flood(interaction));
      case FLOOD_OF_ARRIVALS -> reject(arrived, limits.floodOfArrivals(interaction));
    }
  }

  private void reject(PlacedInteraction arrived, Rejection rejection) {
    rejected.count(rejection.reason());
    output.collect(REJECTED, new StreamRecord<>(arrived.rejected(rejection)));
    if (rejection.reason() == RejectionReason.TOO_MANY_ITEMS && isWarningDue(rejection.reason())) {
      LOG.warn(
          "There are {} items: events of new ones that the catalogue does not know are rejected as"
              + " {}; {} lets more in",
          knownItems.size(),
          RejectionReason.TOO_MANY_ITEMS.label(),
          itemLimits.option());
    } else if (rejection.reason() == RejectionReason.COLLIDING_ITEM
        && isWarningDue(rejection.reason())) {
      LOG.warn(
          "Events are rejected as {}: {}. Give the item another id",
          RejectionReason.COLLIDING_ITEM.label(),
          rejection.detail());
    }
  }

  private boolean isWarningDue(RejectionReason reason) {
    long now = now();
    Long last = warnedMillis.get(reason);
    boolean isDue = last == null || now - last >= WARNING_PAUSE_MILLIS;
    if (isDue) {
      warnedMillis.put(reason, now);
    }
    return isDue;
  }

  @Override
  public void processElement2(StreamRecord<ItemNotice> record) {
    knownItems.accept(record.getValue());
  }

  /**
   * Event time goes on by those inputs that are not idle; every task hears of all of them, so that
   * none stands still where others go on.
   */
  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
    if (combinedWatermark.updateStatus(input, status.isIdle())) {
      processWatermark(new Watermark(combinedWatermark.getCombinedWatermark()));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    boolean isFirst = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    knownParts.update(isFirst ? knownItems.parts() : List.of());
    super.snapshotState(context);
  }
}

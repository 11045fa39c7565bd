package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
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
final class Deduplicator extends UserCleaner<PlacedInteraction, Interaction>
    implements TwoInputStreamOperator<PlacedInteraction, ItemNotice, Interaction> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(Deduplicator.class);

  private static final List<RejectionReason> REASONS =
      List.of(
          RejectionReason.FLOOD,
          RejectionReason.UNKNOWN_ITEM,
          RejectionReason.TOO_MANY_ITEMS,
          RejectionReason.COLLIDING_ITEM,
          RejectionReason.FAILED);

  private static final long WARNING_PAUSE_MILLIS = 60_000;

  private final ItemLimits itemLimits;
  private transient ListState<byte[]> knownParts;
  private transient KnownItems knownItems;
  private transient Map<RejectionReason, Long> warnedMillis;

  Deduplicator(EventSettings settings, ItemLimits itemLimits, Origins origins) {
    super("recent-events", REASONS, settings, origins);
    this.itemLimits = itemLimits;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> knownItemsState() {
    return PackedState.parts("known-items");
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
    CleaningMetrics.KNOWN_ITEMS.show(getMetricGroup(), knownItems::size);
    warnedMillis = new EnumMap<>(RejectionReason.class);
  }

  @Override
  public void processElement1(StreamRecord<PlacedInteraction> record) throws Exception {
    clean(record);
  }

  @Override
  void accept(StreamRecord<PlacedInteraction> record, long origin) throws IOException {
    PlacedInteraction arrived = record.getValue();
    Interaction interaction = arrived.interaction();
    boolean isPlan = knownItems.isPlan(interaction);
    Optional<Rejection> complaint =
        isPlan ? Optional.empty() : knownItems.complaint(interaction.item());
    if (complaint.isPresent()) {
      reject(arrived, complaint.get());
      return;
    }
    pass(
        record,
        origin,
        interaction.id(),
        interaction.atMillis(),
        isPlan ? interaction.ofPlan() : interaction);
  }

  @Override
  void reject(PlacedInteraction arrived, Rejection rejection) {
    super.reject(arrived, rejection);
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
   * Event time goes on by events alone, of which every task hears all that there is to hear. What
   * is told of items comes another way: after a silence it would be ahead of the events themselves.
   */
  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {}

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    boolean isFirst = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    knownParts.update(isFirst ? knownItems.parts() : List.of());
    super.snapshotState(context);
  }
}

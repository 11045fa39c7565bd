package dev.freshet.runtime.cleaning;

import com.carrotsearch.hppc.LongHashSet;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.scoring.id.Fingerprint;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Leaves the bytes of records behind. If there may be only so many items it tells which ones events
 * name, each once in a while, so that little more than what is new goes to the one task that brings
 * them in order.
 */
final class InteractionPlacer extends ProcessFunction<DecodedRecord, PlacedInteraction> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<ItemNotice> NAMED =
      new OutputTag<>("named-items", TypeInformation.of(ItemNotice.class));

  /** Beyond that all are told of again: a flood of ids must not fill the heap. */
  private static final int MOST_REMEMBERED = 1_000_000;

  private final ItemLimits limits;
  private transient LongHashSet told;
  private transient long toldSinceMillis;

  InteractionPlacer(ItemLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    told = new LongHashSet();
  }

  @Override
  public void processElement(
      DecodedRecord record, Context context, Collector<PlacedInteraction> out) {
    PlacedInteraction placed = PlacedInteraction.of(record);
    if (limits.dependOnEvents() && KnownItems.isNamedBy(placed.interaction())) {
      tell(placed.interaction().item(), context);
    }
    out.collect(placed);
  }

  private void tell(String item, Context context) {
    long now = context.timerService().currentProcessingTime();
    long silenceMillis = limits.ttl().toMillis() / KnownItems.NOTICES_IN_A_LIFE;
    if (now - toldSinceMillis >= silenceMillis || told.size() >= MOST_REMEMBERED) {
      told = new LongHashSet();
      toldSinceMillis = now;
    }
    if (told.add(Fingerprint.of(item))) {
      context.output(NAMED, ItemNotice.named(item, now));
    }
  }
}

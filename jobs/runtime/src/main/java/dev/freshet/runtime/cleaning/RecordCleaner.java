package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RecordDecoder;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.record.VectorRule;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and cleans records one after the other in this process, by the very rules that the
 * operators of a job follow. Not thread-safe.
 */
public final class RecordCleaner {

  private final RecordDecoder decoder;
  private final UserLimits limits;
  private final VectorRule vectors;
  private final KnownItems items;
  private final Clock clock;
  private final Map<String, RecentEvents> recentEvents = new HashMap<>();
  private final long outOfOrdernessMillis;
  private long watermarkMillis = Long.MIN_VALUE;

  /**
   * @param clock what events may not be too far ahead of, and how long their ids are remembered by
   */
  public RecordCleaner(Topics topics, EventSettings settings, ItemLimits itemLimits, Clock clock) {
    decoder = new RecordDecoder(topics, settings, clock);
    limits = new UserLimits(settings);
    vectors = new VectorRule(settings.catalogue().vectorLength());
    items = new KnownItems(itemLimits);
    this.clock = clock;
    outOfOrdernessMillis = settings.maxOutOfOrderness().toMillis();
  }

  /** What to use of a record, or the reason to reject it; nothing for a duplicate. */
  public Optional<DecodedRecord> clean(RawRecord raw) {
    DecodedRecord record = decoder.decode(raw);
    if (record.item() != null) {
      return Optional.of(clean(record, record.item()));
    }
    return record.interaction() != null ? clean(record, record.interaction()) : Optional.of(record);
  }

  private DecodedRecord clean(DecodedRecord record, CatalogueItem item) {
    Optional<String> complaint = vectors.complaint(item.vector());
    if (complaint.isPresent()) {
      return DecodedRecord.of(
          record.raw(), new Rejection(RejectionReason.WRONG_VECTOR, complaint.get()));
    }
    items.accept(ItemNotice.of(item));
    return record;
  }

  private Optional<DecodedRecord> clean(DecodedRecord record, Interaction interaction) {
    // As Flink has it for bounded disorder.
    watermarkMillis = Math.max(watermarkMillis, interaction.atMillis() - outOfOrdernessMillis - 1);
    long now = clock.millis();
    if (KnownItems.isNamedBy(interaction)) {
      items.accept(ItemNotice.named(interaction.item(), now));
    }
    boolean isPlan = items.isPlan(interaction);
    Optional<Rejection> complaint = isPlan ? Optional.empty() : items.complaint(interaction.item());
    if (complaint.isPresent()) {
      return Optional.of(DecodedRecord.of(record.raw(), complaint.get()));
    }
    RecentEvents recent =
        recentEvents.computeIfAbsent(interaction.user(), user -> new RecentEvents());
    return switch (limits.judge(
        interaction.id(), interaction.atMillis(), record.raw().timestampMillis(), recent, now)) {
      case USED ->
          Optional.of(isPlan ? DecodedRecord.of(record.raw(), interaction.ofPlan()) : record);
      case DUPLICATE -> Optional.empty();
      case FLOOD -> Optional.of(DecodedRecord.of(record.raw(), limits.flood(interaction.user())));
      case FLOOD_OF_ARRIVALS ->
          Optional.of(DecodedRecord.of(record.raw(), limits.floodOfArrivals(interaction.user())));
    };
  }

  /** How far event time has come, as the watermark of a job that reads one partition. */
  public long watermarkMillis() {
    return watermarkMillis;
  }
}

package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Interaction;
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
  public RecordCleaner(RuntimeSettings settings, ItemLimits itemLimits, Clock clock) {
    decoder = new RecordDecoder(settings, clock);
    limits = new UserLimits(settings.events());
    vectors = new VectorRule(settings.catalogue().vectorLength());
    items = new KnownItems(itemLimits);
    this.clock = clock;
    outOfOrdernessMillis = settings.events().maxOutOfOrderness().toMillis();
  }

  /** What to use of a record, or the reason to reject it; nothing for a duplicate. */
  public Optional<Arrival> clean(RawRecord raw) {
    Arrival arrival = decoder.decode(raw);
    if (arrival.item() != null) {
      return Optional.of(clean(arrival, arrival.item()));
    }
    return arrival.interaction() != null
        ? clean(arrival, arrival.interaction())
        : Optional.of(arrival);
  }

  private Arrival clean(Arrival arrival, CatalogueItem item) {
    Optional<String> complaint = vectors.complaint(item.vector());
    if (complaint.isPresent()) {
      return Arrival.of(
          arrival.raw(), new Rejection(RejectionReason.WRONG_VECTOR, complaint.get()));
    }
    items.accept(ItemNotice.of(item));
    return arrival;
  }

  private Optional<Arrival> clean(Arrival arrival, Interaction interaction) {
    // As Flink has it for bounded disorder.
    watermarkMillis = Math.max(watermarkMillis, interaction.atMillis() - outOfOrdernessMillis - 1);
    long now = clock.millis();
    items.accept(ItemNotice.named(interaction.item(), now));
    Optional<Rejection> complaint = items.complaint(interaction.item());
    if (complaint.isPresent()) {
      return Optional.of(Arrival.of(arrival.raw(), complaint.get()));
    }
    RecentEvents recent =
        recentEvents.computeIfAbsent(interaction.user(), user -> new RecentEvents());
    return switch (limits.judge(interaction, recent, now)) {
      case USED -> Optional.of(arrival);
      case DUPLICATE -> Optional.empty();
      case FLOOD -> Optional.of(Arrival.of(arrival.raw(), limits.flood(interaction)));
    };
  }

  /** How far event time has come, as the watermark of a job that reads one partition. */
  public long watermarkMillis() {
    return watermarkMillis;
  }
}

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
  private final Clock clock;
  private final Map<String, RecentEvents> recentEvents = new HashMap<>();
  private final long outOfOrdernessMillis;
  private long watermarkMillis = Long.MIN_VALUE;

  /**
   * @param clock what events may not be too far ahead of, and how long their ids are remembered by
   */
  public RecordCleaner(RuntimeSettings settings, Clock clock) {
    decoder = new RecordDecoder(settings, clock);
    limits = new UserLimits(settings.events());
    vectors = new VectorRule(settings.catalogue().vectorLength());
    this.clock = clock;
    outOfOrdernessMillis = settings.events().maxOutOfOrderness().toMillis();
  }

  /** What to use of a record, or the reason to reject it; nothing for a duplicate. */
  public Optional<Arrival> clean(RawRecord raw) {
    Arrival arrival = decoder.decode(raw);
    CatalogueItem item = arrival.item();
    if (item != null) {
      return Optional.of(
          vectors
              .complaint(item.vector())
              .map(wrong -> Arrival.of(raw, new Rejection(RejectionReason.WRONG_VECTOR, wrong)))
              .orElse(arrival));
    }
    Interaction interaction = arrival.interaction();
    if (interaction == null) {
      return Optional.of(arrival);
    }
    // As Flink has it for bounded disorder.
    watermarkMillis = Math.max(watermarkMillis, interaction.atMillis() - outOfOrdernessMillis - 1);
    RecentEvents recent =
        recentEvents.computeIfAbsent(interaction.user(), user -> new RecentEvents());
    return switch (limits.judge(interaction, recent, clock.millis())) {
      case USED -> Optional.of(arrival);
      case DUPLICATE -> Optional.empty();
      case FLOOD -> Optional.of(Arrival.of(raw, limits.flood(interaction)));
    };
  }

  /** How far event time has come, as the watermark of a job that reads one partition. */
  public long watermarkMillis() {
    return watermarkMillis;
  }
}

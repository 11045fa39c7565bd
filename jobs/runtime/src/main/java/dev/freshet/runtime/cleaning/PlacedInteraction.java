package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.scoring.event.Interaction;
import java.util.Objects;

/**
 * An interaction and where its record lies on Kafka: what crosses the exchange by user. The bytes
 * of the record stay behind, since few are ever asked for again.
 *
 * @param interaction what a user did
 * @param topic where the record lies
 * @param partition of the topic
 * @param offset in the partition
 * @param arrivedMillis when Kafka got the record, or {@link RawRecord#NO_TIMESTAMP}
 */
public record PlacedInteraction(
    Interaction interaction, String topic, int partition, long offset, long arrivedMillis)
    implements Placed {

  static PlacedInteraction of(DecodedRecord record) {
    RawRecord raw = record.raw();
    return new PlacedInteraction(
        Objects.requireNonNull(record.interaction()),
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.timestampMillis());
  }

  @Override
  public String user() {
    return interaction.user();
  }
}

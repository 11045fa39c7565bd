package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.scoring.event.ListExposure;
import java.util.Objects;

/**
 * What a user was shown and where its record lies on Kafka, without the bytes of the record.
 *
 * @param exposure what a user was shown
 * @param topic where the record lies
 * @param partition of the topic
 * @param offset in the partition
 * @param arrivedMillis when Kafka got the record, or {@link RawRecord#NO_TIMESTAMP}
 */
public record PlacedExposure(
    ListExposure exposure, String topic, int partition, long offset, long arrivedMillis)
    implements Placed {

  static PlacedExposure of(DecodedExposure record) {
    RawRecord raw = record.raw();
    return new PlacedExposure(
        Objects.requireNonNull(record.exposure()),
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.timestampMillis());
  }

  @Override
  public String user() {
    return exposure.user();
  }
}

package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;

/**
 * Where a record lies on Kafka that was let pass at first and then rejected.
 *
 * @param topic where it lies
 * @param partition of the topic
 * @param offset in the partition
 * @param rejection why
 */
public record RejectedPlace(String topic, int partition, long offset, Rejection rejection) {

  /** The rejection with the record, once it was read again. */
  public RejectedRecord with(RawRecord raw) {
    return new RejectedRecord(raw, rejection);
  }

  /** The rejection without the bytes of the record, which are not to be had any more. */
  public RejectedRecord withoutBytes() {
    return new RejectedRecord(
        RawRecord.gone(topic, partition, offset),
        new Rejection(rejection.reason(), rejection.detail() + "; the record is no longer there"));
  }
}

package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.Rejection;

/** What a record says, without its bytes, and where it lies on Kafka. */
interface Placed {

  /** Whom it is about, and who may send no more than the limits allow. */
  String user();

  String topic();

  int partition();

  long offset();

  /** When Kafka got the record, or {@link RawRecord#NO_TIMESTAMP}. */
  long arrivedMillis();

  /** Rejected after all. */
  default RejectedPlace rejected(Rejection rejection) {
    return new RejectedPlace(topic(), partition(), offset(), rejection);
  }
}

package dev.freshet.runtime.record;

import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import org.apache.avro.specific.SpecificRecord;

/** The value of a record of Kafka, or why it is none. */
final class RecordValue {

  private RecordValue() {}

  /**
   * What the value says.
   *
   * @throws RejectedException if it is too large, or not one whole record of a known schema
   */
  static <T extends SpecificRecord> T decode(RecordEncoding<T> encoding, RawRecord raw)
      throws RejectedException {
    if (raw.isCut()) {
      throw new RejectedException(
          RejectionReason.TOO_LARGE,
          raw.valueBytes() + " bytes, more than events.max-size = " + raw.value().length);
    }
    try {
      return encoding.decode(raw.value());
    } catch (MalformedRecordException e) {
      throw new RejectedException(RejectionReason.MALFORMED, String.valueOf(e.getMessage()));
    } catch (UnknownSchemaException e) {
      throw new RejectedException(RejectionReason.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()));
    }
  }
}

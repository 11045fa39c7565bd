package dev.freshet.localstack.recording;

import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the values of records for what they are: events and items of the contract, whichever
 * topic they lie in. A value that is none of them is left as it is.
 */
final class EventValues {

  private static final String OCCURRED = "occurredAt";
  private static final List<String> TIMES = List.of(OCCURRED, "published", "asOf");
  private static final String ID = "id";

  private final List<Kind<?>> kinds =
      List.of(
          new Kind<>(RecordEncoding.clicks()),
          new Kind<>(RecordEncoding.study()),
          new Kind<>(RecordEncoding.comments()),
          new Kind<>(RecordEncoding.purchases()),
          new Kind<>(RecordEncoding.exposures()),
          new Kind<>(RecordEncoding.items()));

  /** When the event of a record occurred, if it is one. */
  OptionalLong occurredMillis(LogRecord record) {
    for (Kind<?> kind : kinds) {
      Optional<? extends SpecificRecordBase> event = kind.decode(record.value());
      Instant occurred = event.isEmpty() ? null : time(event.get(), OCCURRED);
      if (occurred != null) {
        return OptionalLong.of(occurred.toEpochMilli());
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The record with its times moved and, if it is an event, its id made another one.
   *
   * @param byMillis added to when an event occurred and an item was published
   * @param idSuffix appended to an event's id
   */
  LogRecord moved(LogRecord record, long byMillis, String idSuffix) {
    LogRecord moved =
        record.timestampMillis() < 0
            ? record
            : record.withTimestamp(record.timestampMillis() + byMillis);
    for (Kind<?> kind : kinds) {
      Optional<byte[]> value = kind.moved(record.value(), byMillis, idSuffix);
      if (value.isPresent()) {
        return moved.withValue(value.get());
      }
    }
    return moved;
  }

  private static @Nullable Instant time(SpecificRecordBase event, String name) {
    Schema.Field field = event.getSchema().getField(name);
    return field == null ? null : (Instant) event.get(field.pos());
  }

  /** One record type of the contract. */
  private record Kind<T extends SpecificRecordBase>(RecordEncoding<T> encoding) {

    Optional<T> decode(byte @Nullable [] value) {
      if (value == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(encoding.decode(value));
      } catch (UnknownSchemaException | MalformedRecordException e) {
        return Optional.empty();
      }
    }

    Optional<byte[]> moved(byte @Nullable [] value, long byMillis, String idSuffix) {
      Optional<T> decoded = decode(value);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      T event = decoded.get();
      for (String name : TIMES) {
        Instant time = time(event, name);
        if (time != null) {
          event.put(event.getSchema().getField(name).pos(), time.plusMillis(byMillis));
        }
      }
      Schema.Field id = event.getSchema().getField(ID);
      if (id != null) {
        event.put(id.pos(), event.get(id.pos()) + idSuffix);
      }
      return Optional.of(encoding.encode(event));
    }
  }
}

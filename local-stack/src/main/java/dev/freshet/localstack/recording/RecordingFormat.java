package dev.freshet.localstack.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** How a Kafka record is held in an Avro container file: the schema {@code KafkaRecord}. */
final class RecordingFormat {

  static final Schema SCHEMA = schema();

  private static final Schema HEADER = SCHEMA.getField("headers").schema().getElementType();

  private RecordingFormat() {}

  private static Schema schema() {
    try (InputStream text =
        Objects.requireNonNull(
            RecordingFormat.class.getResourceAsStream("KafkaRecord.avsc"), "KafkaRecord.avsc")) {
      return new SchemaParser().parse(text).mainSchema();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the schema of recordings", e);
    }
  }

  static GenericRecord write(LogRecord record) {
    List<GenericRecord> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(
          new GenericRecordBuilder(HEADER)
              .set("key", header.key())
              .set("value", wrapped(header.value()))
              .build());
    }
    GenericRecord written = new GenericData.Record(SCHEMA);
    written.put("topic", record.topic());
    written.put("partition", record.partition());
    written.put("offset", record.offset());
    written.put("timestamp", record.timestampMillis());
    written.put("key", wrapped(record.key()));
    written.put("value", wrapped(record.value()));
    written.put("headers", headers);
    return written;
  }

  static LogRecord read(GenericRecord written) {
    List<Header> headers = new ArrayList<>();
    for (Object header : (List<?>) written.get("headers")) {
      GenericRecord each = (GenericRecord) header;
      headers.add(new RecordHeader(each.get("key").toString(), bytes(each.get("value"))));
    }
    return new LogRecord(
        written.get("topic").toString(),
        (int) written.get("partition"),
        (long) written.get("offset"),
        (long) written.get("timestamp"),
        bytes(written.get("key")),
        bytes(written.get("value")),
        headers);
  }

  private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte @Nullable [] bytes(@Nullable Object buffer) {
    if (buffer == null) {
      return null;
    }
    ByteBuffer held = ((ByteBuffer) buffer).duplicate();
    byte[] bytes = new byte[held.remaining()];
    held.get(bytes);
    return bytes;
  }
}

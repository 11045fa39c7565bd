package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes a rejected record: its key, bytes and headers as they were, and in further headers of
 * UTF-8 text why it was rejected ({@code reason}, {@code detail}), by which job, as each that reads
 * a record rejects it ({@code job}), and where it lay ({@code topic}, {@code partition}, {@code
 * offset}, {@code timestamp}). Of headers with the same name the last is the one written here. A
 * value that had to be cut has its length in {@code size}.
 */
final class RejectedRecordWriter implements KafkaRecordSerializationSchema<RejectedRecord> {

  private static final long serialVersionUID = 1L;

  private final KafkaSettings settings;

  RejectedRecordWriter(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedRecord rejected, KafkaSinkContext context, @Nullable Long timestamp) {
    RawRecord raw = rejected.raw();
    int kept = Math.min(raw.value().length, settings.rejectedMaxBytes());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            settings.topics().rejected(),
            raw.key().length == 0 ? null : raw.key(),
            raw.valueBytes() == RawRecord.NO_VALUE ? null : Arrays.copyOf(raw.value(), kept));
    Headers headers = record.headers();
    raw.headers().forEach(header -> headers.add(header.name(), header.value()));
    add(headers, "reason", rejected.rejection().reason().label());
    add(headers, "detail", rejected.rejection().detail());
    add(headers, "job", settings.job());
    add(headers, "topic", raw.topic());
    add(headers, "partition", Integer.toString(raw.partition()));
    add(headers, "offset", Long.toString(raw.offset()));
    add(headers, "timestamp", Long.toString(raw.timestampMillis()));
    if (raw.valueBytes() > kept) {
      add(headers, "size", Integer.toString(raw.valueBytes()));
    }
    return record;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

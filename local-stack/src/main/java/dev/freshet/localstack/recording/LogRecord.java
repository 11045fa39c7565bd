package dev.freshet.localstack.recording;

import dev.freshet.runtime.record.RawRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lay on Kafka, or as it would.
 *
 * @param topic the topic
 * @param partition the partition it lay in, or {@link #ANYWHERE}
 * @param offset its place there, or {@link #ANYWHERE}
 * @param timestampMillis its timestamp, epoch milliseconds, or {@link #ANYWHERE}
 * @param key the key, or null without one
 * @param value the value, or null without one
 * @param headers the headers in their order
 */
public record LogRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** Stands for a partition, an offset or a timestamp that was never given. */
  public static final int ANYWHERE = -1;

  /** A record that was read. */
  public static LogRecord of(ConsumerRecord<byte[], byte[]> record) {
    return new LogRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers(record.headers()));
  }

  /** A record that is ready to be sent. */
  static LogRecord of(ProducerRecord<byte[], byte[]> record) {
    return new LogRecord(
        record.topic(),
        ANYWHERE,
        ANYWHERE,
        ANYWHERE,
        record.key(),
        record.value(),
        headers(record.headers()));
  }

  private static List<Header> headers(Headers headers) {
    List<Header> list = new ArrayList<>();
    headers.forEach(list::add);
    return list;
  }

  LogRecord withValue(byte[] changed) {
    return new LogRecord(topic, partition, offset, timestampMillis, key, changed, headers);
  }

  LogRecord withTimestamp(long changedMillis) {
    return new LogRecord(topic, partition, offset, changedMillis, key, value, headers);
  }

  /**
   * The record as a job reads it.
   *
   * @param keptValueBytes how much of a large value is kept
   */
  public RawRecord raw(int keptValueBytes) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(topic, Math.max(0, partition), Math.max(0, offset), key, value);
    headers.forEach(record.headers()::add);
    return RawRecord.of(record, keptValueBytes);
  }

  /** The same to the last byte, wherever it lies. */
  public boolean says(LogRecord other) {
    return topic.equals(other.topic)
        && Arrays.equals(key, other.key)
        && Arrays.equals(value, other.value)
        && headers.equals(other.headers);
  }
}

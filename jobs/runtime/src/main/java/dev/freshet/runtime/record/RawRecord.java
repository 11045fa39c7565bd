package dev.freshet.runtime.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lay on Kafka.
 *
 * @param topic where it lay
 * @param partition of the topic
 * @param offset in the partition
 * @param timestampMillis when it was produced or appended, as the topic is configured, or {@link
 *     #NO_TIMESTAMP}
 * @param key its key, or the beginning of a long one; empty if it had none
 * @param value its value, or the beginning of a large one; empty if it had none
 * @param valueBytes length of the whole value, or {@link #NO_VALUE}
 * @param headers its headers in their order, or the first of many
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte[] key,
    byte[] value,
    int valueBytes,
    List<RawHeader> headers) {

  /** The length of a value that is not there, as opposed to one of no bytes. */
  public static final int NO_VALUE = -1;

  /** The timestamp of a record that comes from a file rather than from Kafka. */
  public static final long NO_TIMESTAMP = -1;

  private static final int KEPT_KEY_BYTES = 4096;
  private static final int KEPT_HEADER_BYTES = 16 << 10;
  private static final byte[] NONE = {};

  /** What is kept of a Kafka record: of its value at most so many bytes. */
  public static RawRecord of(ConsumerRecord<byte[], byte[]> record, int keptValueBytes) {
    byte @Nullable [] value = record.value();
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        beginning(record.key(), KEPT_KEY_BYTES),
        beginning(value, keptValueBytes),
        value == null ? NO_VALUE : value.length,
        beginning(record.headers()));
  }

  /** Stands for a record that is not to be had any more. */
  public static RawRecord gone(String topic, int partition, long offset) {
    return new RawRecord(topic, partition, offset, NO_TIMESTAMP, NONE, NONE, NO_VALUE, List.of());
  }

  /** A record that was cut to be written again must stay below the limit of its topic. */
  private static List<RawHeader> beginning(Headers headers) {
    if (!headers.iterator().hasNext()) {
      return List.of();
    }
    List<RawHeader> kept = new ArrayList<>();
    int left = KEPT_HEADER_BYTES;
    for (Header header : headers) {
      RawHeader raw = new RawHeader(header.key(), header.value());
      left -= raw.bytes();
      if (left >= 0) {
        kept.add(raw);
      }
    }
    return kept;
  }

  boolean isCut() {
    return valueBytes > value.length;
  }

  private static byte[] beginning(byte @Nullable [] bytes, int most) {
    if (bytes == null) {
      return NONE;
    }
    return bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
  }
}

package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.RejectedPlace;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads records again, by their places on Kafka. */
final class RejectedRecordReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofSeconds(1);

  /** To read on over so many records is quicker than to go elsewhere. */
  private static final long REACH = 1000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int keptValueBytes;

  /**
   * @param properties how to reach Kafka, bootstrap servers included
   * @param keptValueBytes how much of a large value is kept
   */
  RejectedRecordReader(Properties properties, int keptValueBytes) {
    Properties own = new Properties();
    own.putAll(properties);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    own.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    own.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.keptValueBytes = keptValueBytes;
  }

  /**
   * Reads what is rejected, partition by partition; without bytes what Kafka no longer has. Waits
   * for Kafka while it is away.
   */
  List<RejectedRecord> read(Collection<RejectedPlace> places) {
    Map<TopicPartition, Deque<RejectedPlace>> ofPartitions = new LinkedHashMap<>();
    places.stream()
        .sorted(Comparator.comparingLong(RejectedPlace::offset))
        .forEach(
            place ->
                ofPartitions
                    .computeIfAbsent(
                        new TopicPartition(place.topic(), place.partition()),
                        any -> new ArrayDeque<>())
                    .add(place));
    List<RejectedRecord> read = new ArrayList<>();
    ofPartitions.forEach((partition, wanted) -> read(partition, wanted, read));
    return read;
  }

  /**
   * @param wanted by their offsets, from the lowest on
   */
  private void read(
      TopicPartition partition, Deque<RejectedPlace> wanted, List<RejectedRecord> read) {
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    // To go beyond the end would lead back to the beginning.
    while (!wanted.isEmpty() && wanted.getLast().offset() >= end) {
      read.add(wanted.removeLast().withoutBytes());
    }
    if (!wanted.isEmpty()) {
      consumer.seek(partition, wanted.element().offset());
    }
    while (!wanted.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        passTo(record.offset(), wanted, read);
        while (!wanted.isEmpty() && wanted.element().offset() == record.offset()) {
          read.add(wanted.remove().with(RawRecord.of(record, keptValueBytes)));
        }
      }
      // Nothing comes where records are gone up to the end, or markers of transactions are.
      long position = consumer.position(partition);
      passTo(position >= end ? Long.MAX_VALUE : position, wanted, read);
      if (!wanted.isEmpty() && wanted.element().offset() > position + REACH) {
        consumer.seek(partition, wanted.element().offset());
      }
    }
  }

  /** Whoever is wanted before an offset that was reached is no longer there. */
  private static void passTo(long offset, Deque<RejectedPlace> wanted, List<RejectedRecord> read) {
    while (!wanted.isEmpty() && wanted.element().offset() < offset) {
      read.add(wanted.remove().withoutBytes());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package dev.freshet.runtime.kafka.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Where the catalogue ended when it was first asked for. */
final class CatalogueEnd implements AutoCloseable {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final Properties properties;
  private final String topic;
  private Map<TopicPartition, Long> ends = Map.of();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  CatalogueEnd(Properties properties, String topic) {
    this.properties = new Properties();
    this.properties.putAll(properties);
    this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    this.properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    this.topic = topic;
  }

  /**
   * Whether no record is left between some positions and the end. Blocks until Kafka tells.
   *
   * @param positions by partition what is read next; a partition that is missing was not read yet
   */
  boolean isReached(Map<Integer, Long> positions) {
    if (consumer == null) {
      consumer =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      ends =
          consumer.endOffsets(
              consumer.partitionsFor(topic).stream()
                  .map(each -> new TopicPartition(topic, each.partition()))
                  .toList());
    }
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      Long position = positions.get(end.getKey().partition());
      if (hasRecord(consumer, end.getKey(), position, end.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Asks for a record, since what lies before the end may be none: a marker, or compacted away. */
  private static boolean hasRecord(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      @Nullable Long position,
      long end) {
    if (position != null && position >= end) {
      return false;
    }
    consumer.assign(List.of(partition));
    if (position == null) {
      consumer.seekToBeginning(List.of(partition));
    } else {
      consumer.seek(partition, position);
    }
    while (consumer.position(partition) < end) {
      if (consumer.poll(POLL).records(partition).stream().anyMatch(each -> each.offset() < end)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}

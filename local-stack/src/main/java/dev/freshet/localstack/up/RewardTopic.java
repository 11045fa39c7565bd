package dev.freshet.localstack.up;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.kafka.KafkaOptions;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.schemas.UnknownSchemaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of rewards, read from its beginning as they come. For one reading thread. */
public final class RewardTopic implements AutoCloseable {

  private final RecordEncoding<RewardEvent> encoding = RecordEncoding.rewards();
  private final KafkaConsumer<byte[], byte[]> consumer;

  public RewardTopic(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            KafkaOptions.consumerProperties(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Passes on what has come since the last time, without waiting for more.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void next(Consumer<RewardEvent> rewards) throws InterruptedException {
    try {
      ConsumerRecords<byte[], byte[]> records;
      do {
        records = consumer.poll(Duration.ZERO);
        records.forEach(record -> rewards.accept(reward(record)));
      } while (!records.isEmpty());
    } catch (InterruptException e) {
      InterruptedException interrupted = new InterruptedException("while rewards were read");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private RewardEvent reward(ConsumerRecord<byte[], byte[]> record) {
    try {
      return encoding.decode(record.value());
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new CommandException("a reward cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

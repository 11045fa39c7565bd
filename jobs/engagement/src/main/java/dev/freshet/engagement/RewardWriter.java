package dev.freshet.engagement;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes rewards to their topic, those of a user to one partition. */
record RewardWriter(String topic) implements KafkaRecordSerializationSchema<GivenReward> {

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      GivenReward reward, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, reward.user().getBytes(StandardCharsets.UTF_8), reward.record());
  }
}

package dev.freshet.effect;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes what is known of placements and experiments to its topic. */
record EffectWriter(String topic) implements KafkaRecordSerializationSchema<EffectRecord> {

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      EffectRecord effect, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, effect.subject().getBytes(StandardCharsets.UTF_8), effect.record());
  }
}

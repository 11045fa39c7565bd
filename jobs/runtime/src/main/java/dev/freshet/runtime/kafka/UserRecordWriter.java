package dev.freshet.runtime.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is told of users under the user's id in UTF-8, so that of one user all goes to one
 * partition.
 *
 * @param user whom something is about
 * @param value the bytes of the record, or null if there is nothing to be told any more
 */
public record UserRecordWriter<T>(
    String topic, SerializableFunction<T, String> user, SerializableFunction<T, byte[]> value)
    implements KafkaRecordSerializationSchema<T> {

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T told, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, user.apply(told).getBytes(StandardCharsets.UTF_8), value.apply(told));
  }
}

package dev.freshet.runtime.userstate;

import dev.freshet.runtime.record.UserState;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes a user's state under the user's id in UTF-8; one who is forgotten without a value. */
final class UserStateWriter implements KafkaRecordSerializationSchema<UserState> {

  private static final long serialVersionUID = 1L;

  private final String topic;

  UserStateWriter(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte @Nullable []> serialize(
      UserState state, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, state.user().getBytes(StandardCharsets.UTF_8), state.value());
  }
}

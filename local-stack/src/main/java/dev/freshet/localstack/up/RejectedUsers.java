package dev.freshet.localstack.up;

import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.testing.TopicRecords;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Reads from the topic of rejected records whose events were not used. */
final class RejectedUsers {

  private RejectedUsers() {}

  static Set<String> read(KafkaSettings settings) {
    Set<String> users = new HashSet<>();
    TopicRecords.forEach(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
        settings.topics().rejected(),
        record -> {
          if (record.key() != null) {
            users.add(new String(record.key(), StandardCharsets.UTF_8));
          }
        });
    return users;
  }
}

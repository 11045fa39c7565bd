package dev.freshet.localstack.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.testing.TopicRecords;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A compacted topic on which people put definitions, by name.
 *
 * @param client properties of the clients
 * @param topic its name
 */
public record DefinitionTopic(Map<String, Object> client, String topic) {

  private static final int PATIENCE_MILLIS = 30_000;

  /** What is done with the topic. */
  public interface Work<T> {
    T with(DefinitionTopic topic) throws IOException;
  }

  /**
   * Does something with a topic.
   *
   * @throws CommandException if Kafka does not answer
   */
  public static <T> T use(KafkaOptions kafka, String topic, Work<T> work) throws IOException {
    KafkaSettings settings = kafka.settings();
    Map<String, Object> client = KafkaOptions.clientProperties(settings);
    client.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    try {
      return work.with(new DefinitionTopic(client, topic));
    } catch (KafkaException e) {
      throw KafkaFailures.explained(settings.bootstrapServers(), e);
    }
  }

  /** Puts definitions there, in their order, each instead of the one of its name. */
  public void put(Map<String, byte[]> definitions) {
    try (KafkaSender sender = sender()) {
      definitions.forEach((name, value) -> sender.send(record(name, value)));
      sender.flush();
    }
  }

  /** Takes away what has these names. */
  public void remove(Collection<String> names) {
    try (KafkaSender sender = sender()) {
      names.forEach(name -> sender.send(new ProducerRecord<>(topic, name.getBytes(UTF_8), null)));
      sender.flush();
    }
  }

  private KafkaSender sender() {
    return new KafkaSender(
        String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)), client);
  }

  private ProducerRecord<byte[], byte[]> record(String name, byte[] value) {
    return new ProducerRecord<>(topic, name.getBytes(UTF_8), value);
  }

  /** Makes the topic if it is missing. */
  public void create() {
    NewTopic compacted =
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(compacted)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** What is there, by name. */
  public SortedMap<String, byte[]> read() {
    SortedMap<String, byte[]> definitions = new TreeMap<>();
    TopicRecords.forEach(
        KafkaOptions.consumerProperties(client), topic, record -> enter(record, definitions));
    return definitions;
  }

  private static void enter(
      ConsumerRecord<byte[], byte[]> record, SortedMap<String, byte[]> definitions) {
    String name = new String(record.key(), UTF_8);
    if (record.value() == null) {
      definitions.remove(name);
    } else {
      definitions.put(name, record.value());
    }
  }
}

package dev.freshet.localstack.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engagement.AudienceRecords;
import dev.freshet.engagement.RuleRecords;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.kafka.KafkaOptions;
import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.testing.TopicRecords;
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
 * The topic of rules and audiences.
 *
 * @param client properties of the clients
 * @param topic its name
 */
public record RuleTopic(Map<String, Object> client, String topic) {

  /**
   * Puts rules and audiences in force, each instead of the one of its name; makes the topic if it
   * is missing.
   */
  public void apply(RuleSet all) {
    create();
    RecordEncoding<dev.freshet.schemas.Rule> rules = RecordEncoding.rules();
    RecordEncoding<dev.freshet.schemas.Audience> audiences = RecordEncoding.audiences();
    try (KafkaSender sender = sender()) {
      for (UsableRule usable : all.rules()) {
        Rule rule = usable.rule();
        sender.send(record(rule.id(), rules.encode(RuleRecords.record(rule))));
      }
      for (UsableAudience usable : all.audiences()) {
        Audience audience = usable.audience();
        sender.send(
            record(
                AudienceRecords.key(audience.name()),
                audiences.encode(AudienceRecords.record(audience))));
      }
      sender.flush();
    }
  }

  /** Ends what has these keys. */
  void remove(List<String> keys) {
    try (KafkaSender sender = sender()) {
      keys.forEach(key -> sender.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), null)));
      sender.flush();
    }
  }

  private KafkaSender sender() {
    return new KafkaSender(
        String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)), client);
  }

  private ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
  }

  private void create() {
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

  /** The records of the rules and audiences in force, by key. */
  SortedMap<String, byte[]> read() {
    SortedMap<String, byte[]> rules = new TreeMap<>();
    TopicRecords.forEach(
        KafkaOptions.consumerProperties(client), topic, record -> enter(record, rules));
    return rules;
  }

  private static void enter(
      ConsumerRecord<byte[], byte[]> record, SortedMap<String, byte[]> rules) {
    String id = new String(record.key(), UTF_8);
    if (record.value() == null) {
      rules.remove(id);
    } else {
      rules.put(id, record.value());
    }
  }
}

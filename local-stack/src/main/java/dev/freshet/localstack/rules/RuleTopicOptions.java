package dev.freshet.localstack.rules;

import dev.freshet.localstack.kafka.KafkaFailures;
import dev.freshet.localstack.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that read or write the topic of rules. */
final class RuleTopicOptions {

  private static final int PATIENCE_MILLIS = 30_000;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = "rules",
      description = "The topic of rules and audiences. By default ${DEFAULT-VALUE}.")
  private String topic = "rules";

  /** What is done with the topic. */
  interface Work<T> {
    T with(RuleTopic topic) throws IOException;
  }

  /**
   * Does something with the topic.
   *
   * @throws dev.freshet.localstack.command.CommandException if Kafka does not answer
   */
  <T> T use(Work<T> work) throws IOException {
    KafkaSettings settings = kafka.settings();
    Map<String, Object> client = KafkaOptions.clientProperties(settings);
    client.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    try {
      return work.with(new RuleTopic(client, topic));
    } catch (KafkaException e) {
      throw KafkaFailures.explained(settings.bootstrapServers(), e);
    }
  }
}

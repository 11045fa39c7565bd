package dev.freshet.localstack.rules;

import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.localstack.kafka.KafkaOptions;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that read or write the topic of rules. */
final class RuleTopicOptions {

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
    return DefinitionTopic.use(
        kafka, topic, found -> work.with(new RuleTopic(found.client(), topic)));
  }
}

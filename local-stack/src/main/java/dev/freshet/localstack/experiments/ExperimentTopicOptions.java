package dev.freshet.localstack.experiments;

import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.localstack.kafka.KafkaOptions;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that read or write the topic of experiments. */
final class ExperimentTopicOptions {

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = "experiments",
      description = "The topic of experiments. By default ${DEFAULT-VALUE}.")
  private String topic = "experiments";

  /** What is done with the topic. */
  interface Work<T> {
    T with(ExperimentTopic topic) throws IOException;
  }

  /**
   * Does something with the topic.
   *
   * @throws dev.freshet.localstack.command.CommandException if Kafka does not answer
   */
  <T> T use(Work<T> work) throws IOException {
    return DefinitionTopic.use(kafka, topic, found -> work.with(new ExperimentTopic(found)));
  }
}

package dev.freshet.localstack.kafka;

import static dev.freshet.runtime.kafka.KafkaOptions.BOOTSTRAP_SERVERS;
import static dev.freshet.runtime.kafka.KafkaOptions.PROPERTIES;

import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.SettingsOptions;
import dev.freshet.localstack.command.Usage;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaSettings;
import java.io.FileNotFoundException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of commands that talk to a Kafka: where it is, and how to be let in. */
public final class KafkaOptions {

  private static final String CLIENT_PREFIX = PROPERTIES.key() + ".";
  private static final String LOCAL_KAFKA = "localhost:9092";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Brokers to begin with, as host:port,host:port. By default kafka.bootstrap-servers of"
              + " --settings, from which kafka.topics.* and kafka.properties.* are taken as well, or"
              + " localhost:9092.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description =
          "Passed to the Kafka client as it is, for example security.protocol=SASL_SSL. May be"
              + " repeated.")
  private Map<String, String> properties = Map.of();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  /**
   * What the options say, checked.
   *
   * @throws FileNotFoundException if the settings file cannot be read
   */
  public KafkaSettings settings() throws FileNotFoundException {
    JobOptions given = settings.given();
    Map<String, String> values = new HashMap<>();
    if (bootstrapServers != null) {
      values.put(BOOTSTRAP_SERVERS.key(), bootstrapServers);
    }
    properties.forEach((key, value) -> values.put(CLIENT_PREFIX + key, value));
    JobOptions options = given.with(values);
    return Usage.checked(() -> settings(options));
  }

  private KafkaSettings settings(JobOptions options) {
    Configuration configuration = options.configuration(RuntimeSettings.optionsWith());
    if (options.file() == null && !configuration.contains(BOOTSTRAP_SERVERS)) {
      configuration.set(BOOTSTRAP_SERVERS, LOCAL_KAFKA);
    }
    return RuntimeSettings.from(configuration, spec.name()).kafka();
  }

  /** The properties of a client with these settings. */
  public static Map<String, Object> clientProperties(KafkaSettings settings) {
    Map<String, Object> client = new HashMap<>(settings.properties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return client;
  }

  /**
   * Those of a client that reads up to an end: nobody's group, and as the jobs do no records of
   * transactions that are aborted or still open, unless told otherwise.
   */
  public static Map<String, Object> consumerProperties(Map<String, Object> client) {
    Map<String, Object> reader = new HashMap<>(client);
    reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    reader.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return reader;
  }
}

package dev.freshet.localstack;

import static dev.freshet.runtime.kafka.KafkaOptions.BOOTSTRAP_SERVERS;
import static dev.freshet.runtime.kafka.KafkaOptions.PROPERTIES;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.settings.JobConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
          "Brokers to begin with, as host:port,host:port. By default those of --settings, or"
              + " localhost:9092.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description =
          "Passed to the Kafka client as it is, for example security.protocol=SASL_SSL. May be"
              + " repeated.")
  private Map<String, String> properties = Map.of();

  @Option(
      names = {"--settings", "--config"},
      paramLabel = "FILE",
      description =
          "A job's YAML or properties file: kafka.bootstrap-servers, kafka.topics.* and"
              + " kafka.properties.* are taken from it; what the command line says wins.")
  private @Nullable Path settingsFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set one of these options, such as kafka.topics.clicks=clicks-2. May be repeated.")
  private Map<String, String> set = Map.of();

  /** What the options say, checked. */
  public KafkaSettings settings() {
    List<String> arguments = new ArrayList<>();
    if (settingsFile != null) {
      arguments.add("--config");
      arguments.add(settingsFile.toString());
    }
    Map<String, String> given = new HashMap<>(set);
    if (bootstrapServers != null) {
      given.put(BOOTSTRAP_SERVERS.key(), bootstrapServers);
    } else if (settingsFile == null) {
      given.putIfAbsent(BOOTSTRAP_SERVERS.key(), LOCAL_KAFKA);
    }
    properties.forEach((key, value) -> given.put(CLIENT_PREFIX + key, value));
    given.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    try {
      return RuntimeSettings.from(
              JobConfiguration.from(
                  arguments.toArray(String[]::new), RuntimeSettings.optionsWith()),
              spec.name())
          .kafka();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The properties of a client with these settings. */
  public static Map<String, Object> clientProperties(KafkaSettings settings) {
    Map<String, Object> client = new HashMap<>(settings.properties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return client;
  }
}

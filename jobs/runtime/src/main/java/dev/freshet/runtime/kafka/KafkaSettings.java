package dev.freshet.runtime.kafka;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.bytes;
import static dev.freshet.runtime.settings.OptionChecks.required;
import static dev.freshet.runtime.settings.OptionChecks.wrong;

import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.settings.Secrets;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How Kafka is read, and how rejected records are written to it.
 *
 * @param job the job that reads
 * @param bootstrapServers brokers to begin with, {@code host:port,host:port}
 * @param topics where events and items come from, and rejected records go to
 * @param groupId the consumer group
 * @param start where a job without a savepoint begins
 * @param allowsEmptyState whether a job that knows nothing may begin where its group left off
 * @param properties what every client is given as it is
 * @param rejectedDelivery how often a rejected record may be written
 * @param rejectedTransactions prefix of the transactional ids
 * @param rejectedMaxBytes how much of a rejected record is kept
 */
public record KafkaSettings(
    String job,
    String bootstrapServers,
    Topics topics,
    String groupId,
    StartOffsets start,
    boolean allowsEmptyState,
    Map<String, String> properties,
    DeliveryGuarantee rejectedDelivery,
    String rejectedTransactions,
    int rejectedMaxBytes)
    implements Serializable {

  /** What brokers allow by default. */
  private static final String LONGEST_TRANSACTION_MILLIS =
      Long.toString(Duration.ofMinutes(15).toMillis());

  private static final List<ConfigOption<String>> TOPICS =
      List.of(
          KafkaOptions.TOPICS_CLICKS,
          KafkaOptions.TOPICS_STUDY,
          KafkaOptions.TOPICS_COMMENTS,
          KafkaOptions.TOPICS_PURCHASES,
          KafkaOptions.TOPICS_EXPOSURES,
          KafkaOptions.TOPICS_ITEMS,
          KafkaOptions.TOPICS_REJECTED,
          KafkaOptions.TOPICS_STICKINESS,
          KafkaOptions.TOPICS_INTERESTS,
          KafkaOptions.TOPICS_PREFERENCES,
          KafkaOptions.TOPICS_EXPERIMENTS,
          KafkaOptions.TOPICS_RULES);

  public KafkaSettings {
    required(KafkaOptions.BOOTSTRAP_SERVERS, bootstrapServers);
    atLeast(1, KafkaOptions.REJECTED_MAX_SIZE, rejectedMaxBytes);
  }

  /**
   * Reads the options of {@link KafkaOptions}.
   *
   * @param job the job's name, which consumer group and transactions are called after unless
   *     configured
   * @throws IllegalArgumentException if a value is missing or wrong, naming its key
   */
  public static KafkaSettings from(ReadableConfig config, String job) {
    requireDifferent(config, TOPICS);
    return new KafkaSettings(
        job,
        text(config, KafkaOptions.BOOTSTRAP_SERVERS),
        topics(config),
        config.getOptional(KafkaOptions.GROUP_ID).orElse(job),
        config.get(KafkaOptions.START),
        config.get(KafkaOptions.START_ALLOW_EMPTY_STATE),
        properties(config),
        config.get(KafkaOptions.REJECTED_DELIVERY),
        config.getOptional(KafkaOptions.REJECTED_TRANSACTIONS).orElse(job + "-rejected"),
        bytes(KafkaOptions.REJECTED_MAX_SIZE, config.get(KafkaOptions.REJECTED_MAX_SIZE)));
  }

  /**
   * Refuses a topic of the job's own that is another one of its own, or one of those that all jobs
   * share: except that of rules, which the jobs with topics of their own do not read by that
   * option.
   *
   * @param own the options that name topics of one job alone
   * @throws IllegalArgumentException naming the option whose topic is another one's
   */
  public static void requireApart(ReadableConfig config, List<ConfigOption<String>> own) {
    Stream<ConfigOption<String>> shared =
        TOPICS.stream().filter(topic -> !topic.equals(KafkaOptions.TOPICS_RULES));
    requireDifferent(config, Stream.concat(shared, own.stream()).toList());
  }

  private static void requireDifferent(ReadableConfig config, List<ConfigOption<String>> options) {
    Map<String, ConfigOption<String>> taken = new HashMap<>();
    for (ConfigOption<String> option : options) {
      String name = orNone(config, option);
      ConfigOption<String> before = name.isEmpty() ? null : taken.putIfAbsent(name, option);
      if (before != null) {
        throw wrong(option, name, "must name another topic than " + before.key());
      }
    }
  }

  /** Whether an option names a topic that a platform need not have. */
  public static boolean isNamed(ReadableConfig config, ConfigOption<String> topic) {
    return !orNone(config, topic).isEmpty();
  }

  /** The further topic that an option names, if it does. */
  public static Optional<String> further(ReadableConfig config, ConfigOption<String> topic) {
    return Optional.of(orNone(config, topic)).filter(each -> !each.isEmpty());
  }

  /** What a client that reads is given, bootstrap servers included. */
  Properties ofConsumer() {
    Properties all = ofClient();
    all.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return all;
  }

  /** What a client that writes is given, bootstrap servers included. */
  public Properties ofProducer() {
    Properties all = ofClient();
    // The sink asks for an hour otherwise, which a broker refuses unless told to allow it.
    all.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, LONGEST_TRANSACTION_MILLIS);
    return all;
  }

  private Properties ofClient() {
    Properties all = new Properties();
    all.putAll(properties);
    all.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return all;
  }

  private static Map<String, String> properties(ReadableConfig config) {
    Map<String, String> properties = new HashMap<>();
    config
        .getOptional(KafkaOptions.PROPERTIES_FILE)
        .ifPresent(
            file -> properties.putAll(Secrets.readProperties(KafkaOptions.PROPERTIES_FILE, file)));
    properties.putAll(config.get(KafkaOptions.PROPERTIES));
    return Map.copyOf(properties);
  }

  private static Topics topics(ReadableConfig config) {
    return new Topics(
        orNone(config, KafkaOptions.TOPICS_CLICKS),
        orNone(config, KafkaOptions.TOPICS_STUDY),
        orNone(config, KafkaOptions.TOPICS_COMMENTS),
        orNone(config, KafkaOptions.TOPICS_PURCHASES),
        orNone(config, KafkaOptions.TOPICS_EXPOSURES),
        text(config, KafkaOptions.TOPICS_ITEMS),
        text(config, KafkaOptions.TOPICS_REJECTED));
  }

  private static String orNone(ReadableConfig config, ConfigOption<String> option) {
    String text = config.getOptional(option).orElse(option.defaultValue());
    return text == null ? "" : text.strip();
  }

  private static String text(ReadableConfig config, ConfigOption<String> option) {
    return required(option, config.getOptional(option).orElse(option.defaultValue()));
  }

  /** Leaves out the properties, which may be secrets: settings end up in logs. */
  @Override
  public String toString() {
    return "KafkaSettings[job=%s, bootstrapServers=%s, topics=%s, groupId=%s]"
        .formatted(job, bootstrapServers, topics, groupId);
  }
}

package dev.freshet.runtime.kafka;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.bytes;
import static dev.freshet.runtime.settings.OptionChecks.required;

import dev.freshet.runtime.record.Topics;
import java.io.Serializable;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * How Kafka is read, and how rejected records are written to it.
 *
 * @param job the job that reads
 * @param bootstrapServers brokers to begin with, {@code host:port,host:port}
 * @param topics where events and items come from, and rejected records go to
 * @param groupId the consumer group
 * @param start where a job without a savepoint begins
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
    Map<String, String> properties,
    DeliveryGuarantee rejectedDelivery,
    String rejectedTransactions,
    int rejectedMaxBytes)
    implements Serializable {

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
    return new KafkaSettings(
        job,
        text(config, KafkaOptions.BOOTSTRAP_SERVERS),
        topics(config),
        config.getOptional(KafkaOptions.GROUP_ID).orElse(job),
        config.get(KafkaOptions.START),
        config.get(KafkaOptions.PROPERTIES),
        config.get(KafkaOptions.REJECTED_DELIVERY),
        config.getOptional(KafkaOptions.REJECTED_TRANSACTIONS).orElse(job + "-rejected"),
        bytes(KafkaOptions.REJECTED_MAX_SIZE, config.get(KafkaOptions.REJECTED_MAX_SIZE)));
  }

  private static Topics topics(ReadableConfig config) {
    return new Topics(
        text(config, KafkaOptions.TOPICS_CLICKS),
        text(config, KafkaOptions.TOPICS_STUDY),
        text(config, KafkaOptions.TOPICS_COMMENTS),
        config.getOptional(KafkaOptions.TOPICS_PURCHASES).orElse("").strip(),
        text(config, KafkaOptions.TOPICS_ITEMS),
        text(config, KafkaOptions.TOPICS_REJECTED));
  }

  private static String text(ReadableConfig config, ConfigOption<String> option) {
    return required(option, config.getOptional(option).orElse(option.defaultValue()));
  }
}

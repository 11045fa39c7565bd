package dev.freshet.runtime.userstate;

import static dev.freshet.runtime.settings.OptionChecks.notNegative;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * How users' states are written to a topic.
 *
 * @param kafka where it is
 * @param topic its name
 * @param interval shortest time between two records of a user, or zero
 * @param delivery how often a record may be written
 * @param transactions prefix of the transactional ids
 */
public record UserStateSettings(
    KafkaSettings kafka,
    String topic,
    Duration interval,
    DeliveryGuarantee delivery,
    String transactions)
    implements Serializable {

  public UserStateSettings {
    notNegative(KafkaOptions.USER_STATES_INTERVAL, interval);
  }

  /**
   * Reads and checks the options; nothing where the topic is not named.
   *
   * @param topic the option that names the topic
   * @throws IllegalArgumentException naming the key whose value can't be
   */
  public static Optional<UserStateSettings> from(
      ReadableConfig config, ConfigOption<String> topic, KafkaSettings kafka) {
    return KafkaSettings.further(config, topic).map(name -> from(config, name, kafka));
  }

  /** The compacted topics about users that the options name, whoever writes them. */
  public static List<String> topics(ReadableConfig config, KafkaSettings kafka) {
    return Stream.of(
            KafkaOptions.TOPICS_STICKINESS,
            KafkaOptions.TOPICS_INTERESTS,
            KafkaOptions.TOPICS_PREFERENCES)
        .flatMap(topic -> from(config, topic, kafka).stream())
        .map(UserStateSettings::topic)
        .toList();
  }

  private static UserStateSettings from(ReadableConfig config, String name, KafkaSettings kafka) {
    return new UserStateSettings(
        kafka,
        name,
        config.get(KafkaOptions.USER_STATES_INTERVAL),
        config.get(KafkaOptions.USER_STATES_DELIVERY),
        config
            .getOptional(KafkaOptions.USER_STATES_TRANSACTIONS)
            .orElse(kafka.job() + "-user-states"));
  }
}

package dev.freshet.engagement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.schemas.AudienceChange;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.Preferences;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.JobPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A platform in small around the job. */
final class Platform extends JobPlatform {

  /** One, so that events come in the order in which they happen. */
  private static final int PARTITIONS = 1;

  Platform(Path directory) {
    this(directory, EmbeddedRedis.start());
  }

  /**
   * @param redis is closed with the platform
   */
  Platform(Path directory, EmbeddedRedis redis) {
    super(directory, redis, EngagementJob.NAME, EngagementJob::define, quick(), PARTITIONS);
    kafka.createTopic("rules", 1, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("stickiness", 2, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("interests", 2, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("preferences", 1, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("rewards", PARTITIONS);
    kafka.createTopic("audience-changes", PARTITIONS);
  }

  private static Configuration quick() {
    Configuration options = new Configuration();
    options.set(EventOptions.IDLE_TIMEOUT, Duration.ofMillis(100));
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ZERO);
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(KafkaOptions.TOPICS_STICKINESS, "stickiness");
    options.set(KafkaOptions.TOPICS_INTERESTS, "interests");
    options.set(KafkaOptions.TOPICS_PREFERENCES, "preferences");
    options.set(EngagementOptions.LATENESS, Duration.ZERO);
    options.set(EngagementOptions.COUPON_SECRET, "secret");
    options.set(EngagementOptions.DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    options.set(EngagementOptions.AUDIENCES_DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    return options;
  }

  /** Puts rules in force. */
  void apply(Rule... rules) {
    for (Rule rule : rules) {
      apply(rule.id(), Rules.record(rule));
    }
  }

  /** Puts an audience in force. */
  void apply(Audience audience) {
    apply(AudienceRecords.key(audience.name()), Rules.record(audience));
  }

  /** Puts something on the topic of rules; nothing ends the rule. */
  void apply(String id, byte @Nullable [] record) {
    send(new ProducerRecord<>("rules", id.getBytes(UTF_8), record));
  }

  /** Another job tells something of a user; nothing says that the user is forgotten. */
  void tell(String topic, String user, byte @Nullable [] record) {
    send(new ProducerRecord<>(topic, user.getBytes(UTF_8), record));
  }

  /** A user wants partners, or does not. */
  void prefer(String user, boolean partners) {
    Preferences record = new Preferences(user, partners, Instant.EPOCH);
    tell("preferences", user, RecordEncoding.preferences().encode(record));
  }

  /** The record of an item of the catalogue. */
  ProducerRecord<byte[], byte[]> record(CatalogueItem item) {
    return records.of(item);
  }

  /** The records of a topic that are there by now, in transactions that have ended. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return kafka.read(topic);
  }

  /** The changes of audiences that are on their topic. */
  List<AudienceChange> audienceChanges() {
    return read("audience-changes").stream().map(record -> change(record.value())).toList();
  }

  private static AudienceChange change(byte[] record) {
    try {
      return RecordEncoding.audienceChanges().decode(record);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rewards that are on their topic. */
  List<RewardEvent> rewards() {
    return read("rewards").stream().map(record -> reward(record.value())).toList();
  }

  private static RewardEvent reward(byte[] record) {
    try {
      return RecordEncoding.rewards().decode(record);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, String> account(String user) {
    return redis().hgetall("engagement:" + user);
  }
}

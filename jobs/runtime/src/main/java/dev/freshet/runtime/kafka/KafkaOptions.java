package dev.freshet.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** How Kafka is reached: topics, consumer group, and where rejected records go. */
public final class KafkaOptions {

  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      ConfigOptions.key("kafka.bootstrap-servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Brokers to begin with, as host:port,host:port. Required.");

  public static final ConfigOption<String> TOPICS_CLICKS =
      ConfigOptions.key("kafka.topics.clicks")
          .stringType()
          .defaultValue("clicks")
          .withDescription("Topic of the click events; empty if there are none.");

  public static final ConfigOption<String> TOPICS_STUDY =
      ConfigOptions.key("kafka.topics.study")
          .stringType()
          .defaultValue("study")
          .withDescription("Topic of the study events; empty if there are none.");

  public static final ConfigOption<String> TOPICS_COMMENTS =
      ConfigOptions.key("kafka.topics.comments")
          .stringType()
          .defaultValue("comments")
          .withDescription("Topic of the comment events; empty if there are none.");

  public static final ConfigOption<String> TOPICS_PURCHASES =
      ConfigOptions.key("kafka.topics.purchases")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic of the purchase events. Without it none are read: nothing is said about who"
                  + " buys, and lists do not learn from it.");

  public static final ConfigOption<String> TOPICS_EXPOSURES =
      ConfigOptions.key("kafka.topics.exposures")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic of what users were shown, to which ./local-stack/replay sends the impressions of"
                  + " a log. The recommendations job learns from it; the effect job needs it. Without"
                  + " it lists shown count for nothing.");

  public static final ConfigOption<String> TOPICS_ITEMS =
      ConfigOptions.key("kafka.topics.items")
          .stringType()
          .defaultValue("items")
          .withDescription(
              "Topic of the catalogue, compacted, always read from its beginning, and to the end"
                  + " that it has at the start before events are.");

  public static final ConfigOption<String> TOPICS_REJECTED =
      ConfigOptions.key("kafka.topics.rejected")
          .stringType()
          .defaultValue("rejected")
          .withDescription("Topic that records which cannot be used go to, with the reason.");

  public static final ConfigOption<String> TOPICS_STICKINESS =
      ConfigOptions.key("kafka.topics.stickiness")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic that the stickiness job tells how sticky each user is, compacted, for other"
                  + " jobs and systems; the engagement and the effect job read it. Without it"
                  + " nothing is told there.");

  public static final ConfigOption<String> TOPICS_INTERESTS =
      ConfigOptions.key("kafka.topics.interests")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic that the recommendations job tells the interests of each user, compacted, for"
                  + " other jobs and systems; the engagement job reads it. Without it nothing is"
                  + " told there.");

  public static final ConfigOption<String> TOPICS_PREFERENCES =
      ConfigOptions.key("kafka.topics.preferences")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic on which the platform tells which users want no partners to learn with,"
                  + " compacted; the engagement job reads it. Without it everybody may be named to"
                  + " others who learn the same.");

  public static final ConfigOption<String> TOPICS_EXPERIMENTS =
      ConfigOptions.key("kafka.topics.experiments")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic of the experiments, compacted, which ./local-stack/experiments writes; the"
                  + " recommendations and the effect job read it. Without it there are none.");

  public static final ConfigOption<String> TOPICS_RULES =
      ConfigOptions.key("kafka.topics.rules")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic of the rules, compacted, which ./local-stack/rules writes; the recommendations"
                  + " job reads those on lists from it. Without it there are none. The engagement"
                  + " job has an option of its own, engagement.topics.rules.");

  public static final ConfigOption<String> GROUP_ID =
      ConfigOptions.key("kafka.group-id")
          .stringType()
          .noDefaultValue()
          .withDescription("Consumer group, for lag monitoring. Without it the name of the job.");

  public static final ConfigOption<StartOffsets> START =
      ConfigOptions.key("kafka.start")
          .enumType(StartOffsets.class)
          .defaultValue(StartOffsets.GROUP)
          .withDescription(
              "Where a job without a savepoint begins to read events: at the oldest record, with"
                  + " the next one to arrive, or where its consumer group left off (the oldest if"
                  + " it never read).");

  public static final ConfigOption<Boolean> START_ALLOW_EMPTY_STATE =
      ConfigOptions.key("kafka.start.allow-empty-state")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a job that knows nothing may go on where its consumer group left off."
                  + " Otherwise it refuses to start: with what it has not read again it would"
                  + " overwrite good documents.");

  public static final ConfigOption<Map<String, String>> PROPERTIES =
      ConfigOptions.key("kafka.properties")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Passed to every Kafka client as it is, one key per property, for example"
                  + " kafka.properties.security.protocol. isolation.level is read_committed unless"
                  + " set here: records of aborted transactions are not read.");

  public static final ConfigOption<String> PROPERTIES_FILE =
      ConfigOptions.key("kafka.properties-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Properties file with more of them, such as a mounted secret, one property of a Kafka"
                  + " client per line; kafka.properties.* win. Read at the start.");

  public static final ConfigOption<DeliveryGuarantee> REJECTED_DELIVERY =
      ConfigOptions.key("kafka.rejected.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "Delivery of rejected records. exactly-once writes in transactions, visible to"
                  + " read_committed consumers after each checkpoint. A transaction that stays open"
                  + " longer than kafka.properties.transaction.timeout.ms is lost: 15 min unless"
                  + " set, the most that a broker allows by default. It must be longer than"
                  + " checkpoints are apart and than the job may be away.");

  public static final ConfigOption<String> REJECTED_TRANSACTIONS =
      ConfigOptions.key("kafka.rejected.transactional-id-prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Prefix of the transactional ids with exactly-once delivery; must differ between jobs"
                  + " on one Kafka. Without it the name of the job followed by -rejected.");

  public static final ConfigOption<MemorySize> REJECTED_MAX_SIZE =
      ConfigOptions.key("kafka.rejected.max-size")
          .memoryType()
          .defaultValue(MemorySize.parse("900 kb"))
          .withDescription(
              "Bytes of a rejected record that are kept; the rest is cut off and a header says so."
                  + " Must stay below the topic's max.message.bytes.");

  public static final ConfigOption<Duration> USER_STATES_INTERVAL =
      ConfigOptions.key("kafka.user-states.interval")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "Shortest time between two records of one user on the topics of stickiness and of"
                  + " interests; what changes sooner is told together. 0 ms: every change at once.");

  public static final ConfigOption<DeliveryGuarantee> USER_STATES_DELIVERY =
      ConfigOptions.key("kafka.user-states.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "Delivery on those topics. exactly-once writes in transactions, as"
                  + " kafka.rejected.delivery says; without it, records from before a failure may"
                  + " come again after it, until what is true follows.");

  public static final ConfigOption<String> USER_STATES_TRANSACTIONS =
      ConfigOptions.key("kafka.user-states.transactional-id-prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Prefix of the transactional ids of those topics with exactly-once delivery; must"
                  + " differ between jobs on one Kafka. Without it the name of the job followed by"
                  + " -user-states.");

  private KafkaOptions() {}
}

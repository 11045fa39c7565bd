package dev.freshet.runtime;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** The options that all jobs share: Kafka, the cleaning of events, Redis. */
public final class RuntimeOptions {

  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      ConfigOptions.key("kafka.bootstrap-servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Brokers to begin with, as host:port,host:port. Required.");

  public static final ConfigOption<String> KAFKA_TOPICS_CLICKS =
      ConfigOptions.key("kafka.topics.clicks")
          .stringType()
          .defaultValue("clicks")
          .withDescription("Topic of the click events.");

  public static final ConfigOption<String> KAFKA_TOPICS_STUDY =
      ConfigOptions.key("kafka.topics.study")
          .stringType()
          .defaultValue("study")
          .withDescription("Topic of the study events.");

  public static final ConfigOption<String> KAFKA_TOPICS_COMMENTS =
      ConfigOptions.key("kafka.topics.comments")
          .stringType()
          .defaultValue("comments")
          .withDescription("Topic of the comment events.");

  public static final ConfigOption<String> KAFKA_TOPICS_PURCHASES =
      ConfigOptions.key("kafka.topics.purchases")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic of the purchase events, which the stickiness job reads. Without it none are"
                  + " read, and nothing is said about who buys.");

  public static final ConfigOption<String> KAFKA_TOPICS_ITEMS =
      ConfigOptions.key("kafka.topics.items")
          .stringType()
          .defaultValue("items")
          .withDescription(
              "Topic of the catalogue, compacted, always read from its beginning, and to the end"
                  + " that it has at the start before events are.");

  public static final ConfigOption<String> KAFKA_TOPICS_REJECTED =
      ConfigOptions.key("kafka.topics.rejected")
          .stringType()
          .defaultValue("rejected")
          .withDescription("Topic that records which cannot be used go to, with the reason.");

  public static final ConfigOption<String> KAFKA_GROUP_ID =
      ConfigOptions.key("kafka.group-id")
          .stringType()
          .noDefaultValue()
          .withDescription("Consumer group, for lag monitoring. Without it the name of the job.");

  public static final ConfigOption<StartOffsets> KAFKA_START =
      ConfigOptions.key("kafka.start")
          .enumType(StartOffsets.class)
          .defaultValue(StartOffsets.GROUP)
          .withDescription(
              "Where a job without a savepoint begins to read events: at the oldest record, with"
                  + " the next one to arrive, or where its consumer group left off (the oldest if"
                  + " it never read).");

  public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES =
      ConfigOptions.key("kafka.properties")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Passed to every Kafka client as it is, one key per property, for example"
                  + " kafka.properties.security.protocol.");

  public static final ConfigOption<DeliveryGuarantee> KAFKA_REJECTED_DELIVERY =
      ConfigOptions.key("kafka.rejected.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "Delivery of rejected records. exactly-once writes in transactions, visible to"
                  + " read_committed consumers after each checkpoint.");

  public static final ConfigOption<String> KAFKA_REJECTED_TRANSACTIONS =
      ConfigOptions.key("kafka.rejected.transactional-id-prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Prefix of the transactional ids with exactly-once delivery; must differ between jobs"
                  + " on one Kafka. Without it the name of the job followed by -rejected.");

  public static final ConfigOption<MemorySize> KAFKA_REJECTED_MAX_SIZE =
      ConfigOptions.key("kafka.rejected.max-size")
          .memoryType()
          .defaultValue(MemorySize.parse("900 kb"))
          .withDescription(
              "Bytes of a rejected record that are kept; the rest is cut off and a header says so."
                  + " Must stay below the topic's max.message.bytes.");

  public static final ConfigOption<String> EVENTS_SCHEMAS =
      ConfigOptions.key("events.schemas")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Directory of further Avro schemas (*.avsc) that producers write with, beside the"
                  + " released ones. Read when the job is submitted.");

  public static final ConfigOption<MemorySize> EVENTS_MAX_SIZE =
      ConfigOptions.key("events.max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription("Largest encoded record that is read; larger: rejected as too-large.");

  public static final ConfigOption<Integer> EVENTS_MAX_ID_LENGTH =
      ConfigOptions.key("events.max-id-length")
          .intType()
          .defaultValue(256)
          .withDescription(
              "Longest id of an event, a user or an item, characters; longer: rejected as"
                  + " long-id, as wrong-id with a line break or another control character.");

  public static final ConfigOption<Duration> EVENTS_MAX_FUTURE =
      ConfigOptions.key("events.max-future")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How far a producer's clock may be ahead of this one; further: rejected as future.");

  public static final ConfigOption<Duration> EVENTS_MAX_AGE =
      ConfigOptions.key("events.max-age")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "How old an event may be when it is read; older: rejected as too-old. Without it any"
                  + " age, as a replay needs.");

  public static final ConfigOption<Duration> EVENTS_DUPLICATES_TTL =
      ConfigOptions.key("events.duplicates.ttl")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "How long an event's id is remembered, so that the same event again is dropped.");

  public static final ConfigOption<Integer> EVENTS_DUPLICATES_MAX_IDS =
      ConfigOptions.key("events.duplicates.max-ids")
          .intType()
          .defaultValue(128)
          .withDescription(
              "How many ids are remembered per user, the newest; each takes 9 to 13 bytes of state.");

  public static final ConfigOption<Integer> EVENTS_FLOOD_LIMIT =
      ConfigOptions.key("events.flood-limit")
          .intType()
          .defaultValue(300)
          .withDescription(
              "Events per user and minute of event time that are used; more: rejected as flood. 0:"
                  + " no limit.");

  public static final ConfigOption<Integer> EVENTS_CACHE_ENTRIES =
      ConfigOptions.key("events.cache-entries")
          .intType()
          .defaultValue(20_000)
          .withDescription(
              "Of how many users a task keeps the ids of recent events in memory, 2 kB each on average at most."
                  + " What changed is written to RocksDB before each checkpoint.");

  public static final ConfigOption<Duration> EVENTS_MAX_OUT_OF_ORDERNESS =
      ConfigOptions.key("events.max-out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How much older than the newest event of its partition an event may be without"
                  + " counting as late.");

  public static final ConfigOption<Duration> EVENTS_IDLE_TIMEOUT =
      ConfigOptions.key("events.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "Silence after which a partition no longer holds back event time for the others.");

  public static final ConfigOption<Integer> CATALOGUE_VECTOR_LENGTH =
      ConfigOptions.key("catalogue.vector-length")
          .intType()
          .defaultValue(0)
          .withDescription(
              "How many numbers the vector of an item holds; another: rejected as wrong-vector. 0:"
                  + " as many as the first vector ever read, which the job remembers.");

  public static final ConfigOption<String> REDIS_URI =
      ConfigOptions.key("redis.uri")
          .stringType()
          .defaultValue("redis://localhost:6379")
          .withDescription(
              "redis://host:port/database, rediss:// with TLS, or"
                  + " redis-sentinel://host,host/database#master. With redis.cluster any of its"
                  + " nodes.");

  public static final ConfigOption<String> REDIS_USERNAME =
      ConfigOptions.key("redis.username")
          .stringType()
          .noDefaultValue()
          .withDescription("User to authenticate as. Without it Redis' default user.");

  public static final ConfigOption<String> REDIS_PASSWORD =
      ConfigOptions.key("redis.password")
          .stringType()
          .noDefaultValue()
          .withDescription("Password to authenticate with. Without it no authentication.");

  public static final ConfigOption<Boolean> REDIS_CLUSTER =
      ConfigOptions.key("redis.cluster")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether this is a Redis Cluster; needs redis.hash-tags.");

  public static final ConfigOption<String> REDIS_PREFIX =
      ConfigOptions.key("redis.prefix")
          .stringType()
          .defaultValue("")
          .withDescription("Put before every key.");

  public static final ConfigOption<Integer> REDIS_HASH_TAGS =
      ConfigOptions.key("redis.hash-tags")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Number of hash tags that keys are spread over on a Redis Cluster, a multiple of its"
                  + " masters. Part of the keys' names: clients must use the same number. 0: none.");

  public static final ConfigOption<Integer> REDIS_BATCH_SIZE =
      ConfigOptions.key("redis.batch-size")
          .intType()
          .defaultValue(256)
          .withDescription("Most writes that are sent together.");

  public static final ConfigOption<Duration> REDIS_LINGER =
      ConfigOptions.key("redis.linger")
          .durationType()
          .defaultValue(Duration.ofMillis(2))
          .withDescription("How long a write may wait for others to be sent with.");

  public static final ConfigOption<Integer> REDIS_MAX_IN_FLIGHT =
      ConfigOptions.key("redis.max-in-flight")
          .intType()
          .defaultValue(4096)
          .withDescription(
              "Writes per sink task that may wait or be unacknowledged before the job is held"
                  + " back.");

  public static final ConfigOption<Duration> REDIS_TIMEOUT =
      ConfigOptions.key("redis.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("Time without an answer after which a connection is given up.");

  public static final ConfigOption<Duration> REDIS_BACK_OFF_INITIAL =
      ConfigOptions.key("redis.back-off.initial")
          .durationType()
          .defaultValue(Duration.ofMillis(50))
          .withDescription("Wait before the first repetition of what failed; doubles each time.");

  public static final ConfigOption<Duration> REDIS_BACK_OFF_MAX =
      ConfigOptions.key("redis.back-off.max")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription("Longest wait between repetitions.");

  public static final ConfigOption<Integer> REDIS_MAX_ATTEMPTS =
      ConfigOptions.key("redis.max-attempts")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Attempts in a row that may fail before the job does. 0: it waits for Redis for ever,"
                  + " held back but losing nothing.");

  public static final ConfigOption<Duration> REDIS_FUNCTION_CHECK =
      ConfigOptions.key("redis.function-check")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How often to look whether Redis still has the reader function, beside after each"
                  + " reconnection.");

  private RuntimeOptions() {}
}

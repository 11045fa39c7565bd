package dev.freshet.engagement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A platform in small around the job: a real Kafka, a real Redis and a producer. */
final class Platform implements AutoCloseable {

  /** One, so that events come in the order in which they happen. */
  private static final int PARTITIONS = 1;

  private final Path directory;
  private final EmbeddedKafka kafka;
  private final EmbeddedRedis redis;
  private final RedisClient client;
  private final RedisCommands<String, String> commands;
  private final KafkaProducer<byte[], byte[]> producer;
  private final EventRecords records;

  Platform(Path directory) {
    this(directory, EmbeddedRedis.start());
  }

  Platform(Path directory, EmbeddedRedis redis) {
    this.directory = directory;
    this.redis = redis;
    client = RedisClient.create(redis.uri());
    commands = client.connect().sync();
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    Topics topics = RuntimeSettings.from(options(), EngagementJob.NAME).kafka().topics();
    topics.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, PARTITIONS));
    kafka.createTopic(topics.items(), 1);
    kafka.createTopic(topics.rejected(), 1);
    kafka.createTopic("rules", 1, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("rewards", PARTITIONS);
    records = new EventRecords(topics);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The options a job needs to run here: quick to notice that nobody comes, or what is wrong. */
  Configuration options() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    options.set(RedisOptions.URI, redis.uri());
    options.set(EventOptions.IDLE_TIMEOUT, Duration.ofMillis(100));
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ZERO);
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(EngagementOptions.LATENESS, Duration.ZERO);
    options.set(EngagementOptions.COUPON_SECRET, "secret");
    options.set(EngagementOptions.DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return options;
  }

  JobClient start(Configuration options) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    EngagementJob.define(env, options);
    return env.executeAsync(EngagementJob.NAME);
  }

  /** Stops the job and tells the savepoint that {@link #resume} goes on from. */
  String stop(JobClient job) throws ExecutionException, InterruptedException {
    return job.stopWithSavepoint(
            false,
            directory.resolve("savepoints").toUri().toString(),
            SavepointFormatType.CANONICAL)
        .get();
  }

  JobClient resume(Configuration options, String savepoint) throws Exception {
    Configuration resumed = new Configuration(options);
    resumed.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return start(resumed);
  }

  void happen(Interaction... interactions) {
    happen(List.of(interactions));
  }

  void happen(List<Interaction> interactions) {
    List<Future<RecordMetadata>> sent =
        interactions.stream().map(records::of).map(producer::send).toList();
    try {
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka did not take everything", e);
    }
  }

  /** Puts rules in force. */
  void apply(Rule... rules) {
    for (Rule rule : rules) {
      apply(rule.id(), Rules.record(rule));
    }
  }

  /** Puts something on the topic of rules; nothing ends the rule. */
  void apply(String id, byte @Nullable [] record) {
    try {
      producer.send(new ProducerRecord<>("rules", id.getBytes(UTF_8), record)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a rule", e);
    }
  }

  /** The records of a topic that are there by now, in transactions that have ended. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(part -> new TopicPartition(topic, part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(read::add);
      }
    }
    return read;
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

  EmbeddedRedis server() {
    return redis;
  }

  RedisCommands<String, String> redis() {
    return commands;
  }

  Map<String, String> account(String user) {
    return commands.hgetall("engagement:" + user);
  }

  @Override
  public void close() {
    producer.close();
    client.shutdown();
    redis.close();
    kafka.close();
  }
}

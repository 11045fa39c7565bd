package dev.freshet.stickiness;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.StickinessState;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A platform in small around the job: a real Kafka, a real Redis and a producer. */
final class Platform implements AutoCloseable {

  /** The topic of users' states, which the job writes where {@link #telling} is asked for. */
  private static final String STICKINESS = "stickiness";

  private static final int PARTITIONS = 2;

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
    Topics topics = RuntimeSettings.from(options(), StickinessJob.NAME).kafka().topics();
    topics.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, PARTITIONS));
    kafka.createTopic(topics.items(), 1);
    kafka.createTopic(topics.rejected(), 1);
    kafka.createTopic(STICKINESS, PARTITIONS, Map.of("cleanup.policy", "compact"));
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
    options.set(StickinessOptions.INTERVAL, Duration.ofMillis(50));
    options.set(StickinessOptions.DELAY, Duration.ofMillis(50));
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return options;
  }

  /** The options with which the job also tells others of users' states. */
  Configuration telling() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_STICKINESS, STICKINESS);
    options.set(KafkaOptions.USER_STATES_INTERVAL, Duration.ofMillis(200));
    return options;
  }

  JobClient start(Configuration options) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    StickinessJob.define(env, options);
    return env.executeAsync(JobEnvironment.graph(env, StickinessJob.NAME));
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

  EmbeddedRedis server() {
    return redis;
  }

  RedisCommands<String, String> redis() {
    return commands;
  }

  Map<String, String> stickiness(String user) {
    return commands.hgetall("stickiness:" + user);
  }

  /** Whom the topic of users' states tells of, and whom it has told that they are forgotten. */
  Map<String, Optional<byte[]>> told() {
    return kafka.latest(STICKINESS);
  }

  /** What the topic says of a user, as fields of the hash in Redis; empty if it says nothing. */
  Map<String, String> told(String user) {
    Optional<byte[]> value = told().getOrDefault(user, Optional.empty());
    return value.map(Platform::fields).orElse(Map.of());
  }

  private static Map<String, String> fields(byte[] value) {
    StickinessState state = decoded(value);
    Map<String, String> fields = new HashMap<>();
    fields.put("score", Integer.toString(state.getScore()));
    fields.put("tier", state.getTier());
    fields.put("trend", Integer.toString(state.getTrend()));
    fields.put("recency", share(state.getRecency()));
    fields.put("frequency", share(state.getFrequency()));
    fields.put("depth", share(state.getDepth()));
    fields.put("community", share(state.getCommunity()));
    fields.put("activeDays7", Integer.toString(state.getActiveDays7()));
    fields.put("activeDays28", Integer.toString(state.getActiveDays28()));
    fields.put("streak", Integer.toString(state.getStreak()));
    fields.put("bestStreak", Integer.toString(state.getBestStreak()));
    fields.put("returnProbability", share(state.getReturnProbability()));
    if (state.getPropensity() != null) {
      fields.put("propensity", share(state.getPropensity()));
    }
    fields.put("asOf", Long.toString(state.getAsOf().toEpochMilli()));
    return fields;
  }

  static StickinessState decoded(byte[] value) {
    try {
      return RecordEncoding.stickiness().decode(value);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  @Override
  public void close() {
    producer.close();
    client.shutdown();
    redis.close();
    kafka.close();
  }
}

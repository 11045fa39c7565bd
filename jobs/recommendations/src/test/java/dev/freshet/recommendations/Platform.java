package dev.freshet.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
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

/** A platform in small around the job: a real Kafka, a real Redis, a producer and a frontend. */
final class Platform implements AutoCloseable {

  /** The topic of users' interests, which the job writes where {@link #telling} is asked for. */
  private static final String INTERESTS = "interests";

  private static final int PARTITIONS = 2;
  private static final int LARGEST_REQUEST = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

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
    Topics topics = settings().kafka().topics();
    topics.interactions().forEach(topic -> kafka.createTopic(topic, PARTITIONS));
    kafka.createTopic(topics.items(), 1);
    kafka.createTopic(topics.rejected(), 1);
    kafka.createTopic(INTERESTS, PARTITIONS, Map.of("cleanup.policy", "compact"));
    records = new EventRecords(topics);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "max.request.size",
                LARGEST_REQUEST,
                "buffer.memory",
                4L * LARGEST_REQUEST),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The options a job needs to run here: small, and quick to tell what went wrong. */
  Configuration options() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    options.set(RedisOptions.URI, redis.uri());
    options.set(RecommendationsOptions.PULSE_INTERVAL, Duration.ofMillis(50));
    options.set(RecommendationsOptions.PULSE_TAG_INTERVAL, Duration.ofMillis(50));
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return options;
  }

  /** The options with which the job also tells others of users' interests. */
  Configuration telling() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_INTERESTS, INTERESTS);
    options.set(KafkaOptions.USER_STATES_INTERVAL, Duration.ofMillis(200));
    return options;
  }

  private RuntimeSettings settings() {
    return RuntimeSettings.from(options(), RecommendationsJob.NAME);
  }

  EmbeddedRedis redis() {
    return redis;
  }

  JobClient start(Configuration options) throws Exception {
    return start(JobEnvironment.create(options), options);
  }

  JobClient start(StreamExecutionEnvironment env, Configuration options) throws Exception {
    RecommendationsJob.define(env, options);
    return env.executeAsync(JobEnvironment.graph(env, RecommendationsJob.NAME));
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

  void announce(List<CatalogueItem> items) {
    send(items.stream().map(records::of).toList());
  }

  void createTopic(String topic) {
    kafka.createTopic(topic, 1);
  }

  /** As {@link #announce(List)}, but on another topic. */
  void announce(String topic, List<CatalogueItem> items) {
    send(
        items.stream()
            .map(records::of)
            .map(record -> new ProducerRecord<>(topic, record.key(), record.value()))
            .toList());
  }

  /** Deletes an item's record from the catalogue. */
  void delete(String item) {
    send(
        new ProducerRecord<>(
            settings().kafka().topics().items(), item.getBytes(StandardCharsets.UTF_8), null));
  }

  void happen(Interaction... interactions) {
    happen(List.of(interactions));
  }

  void happen(List<Interaction> interactions) {
    send(interactions.stream().map(records::of).toList());
  }

  ProducerRecord<byte[], byte[]> record(Interaction interaction) {
    return records.of(interaction);
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    send(List.of(record));
  }

  private void send(List<ProducerRecord<byte[], byte[]>> batch) {
    List<Future<RecordMetadata>> sent = batch.stream().map(producer::send).toList();
    try {
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka did not take everything", e);
    }
  }

  /** What lies on the topic of rejected records, oldest first. */
  List<ConsumerRecord<byte[], byte[]>> rejected() {
    TopicPartition rejected = new TopicPartition(settings().kafka().topics().rejected(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(rejected));
      consumer.seekToBeginning(List.of(rejected));
      long end = consumer.endOffsets(List.of(rejected)).getOrDefault(rejected, 0L);
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      while (consumer.position(rejected) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
      return found;
    }
  }

  /** How many records were rejected for each reason. */
  Map<String, Integer> rejections() {
    Map<String, Integer> reasons = new TreeMap<>();
    rejected().forEach(record -> reasons.merge(header(record, "reason"), 1, Integer::sum));
    return reasons;
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  RedisCommands<String, String> commands() {
    return commands;
  }

  /** Each place of the list a frontend gets: item, score, reason. */
  List<List<String>> read(String user, int indexes) {
    RedisKeys keys = RedisKeys.plain();
    return commands.fcallReadOnly(
        RedisKeys.RECOMMEND,
        ScriptOutputType.MULTI,
        new String[] {keys.rec(user), keys.pulseFor(user)},
        Integer.toString(indexes));
  }

  /** What goes with an item, as a frontend gets it. */
  List<String> similar(String item) {
    RedisKeys keys = RedisKeys.plain();
    List<List<String>> rows =
        commands.fcallReadOnly(
            RedisKeys.SIMILAR,
            ScriptOutputType.MULTI,
            new String[] {keys.similar(item), keys.retiredFor(item)},
            "50");
    return rows.stream().map(row -> row.get(0)).toList();
  }

  /** The entries of a document's list by their first member; empty if there is no document. */
  Map<String, Double> scores(String key, String list) {
    Map<String, Double> scores = new LinkedHashMap<>();
    String document = commands.get(key);
    if (document != null) {
      json(document)
          .get(list)
          .forEach(row -> scores.put(row.get(0).asText(), row.get(1).asDouble()));
    }
    return scores;
  }

  /** Whom the topic of interests tells of, and whom it has told that they are forgotten. */
  Map<String, Optional<byte[]>> told() {
    return kafka.latest(INTERESTS);
  }

  /** What the topic says of a user, as the document in Redis has it; empty if it says nothing. */
  Optional<JsonNode> told(String user) {
    return told().getOrDefault(user, Optional.empty()).map(Platform::document);
  }

  private static JsonNode document(byte[] value) {
    try {
      InterestState state = RecordEncoding.interests().decode(value);
      ObjectNode document =
          JSON.createObjectNode()
              .put("v", RedisKeys.DOCUMENT_VERSION)
              .put("asOf", state.getAsOf().toEpochMilli());
      ArrayNode tags = document.putArray("tags");
      state.getTags().forEach(tag -> tags.addArray().add(tag.getTag()).add(tag.getWeight()));
      return json(document.toString());
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String document) {
    try {
      return JSON.readTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CatalogueItem item(String item, String... tags) {
    return new CatalogueItem(item, item, Arrays.asList(tags), "course", 0L, false, List.of());
  }

  @Override
  public void close() {
    producer.close();
    client.shutdown();
    redis.close();
    kafka.close();
  }
}

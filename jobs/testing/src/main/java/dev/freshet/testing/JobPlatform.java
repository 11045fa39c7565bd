package dev.freshet.testing;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.scoring.event.Interaction;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A platform in small around a job: a real Kafka, a real Redis and a producer. */
public class JobPlatform implements AutoCloseable {

  private static final int LARGEST_REQUEST = 16 << 20;

  protected final EmbeddedKafka kafka;
  protected final Topics topics;
  protected final EventRecords records;

  private final String name;
  private final JobMain.Definition job;
  private final Configuration jobOptions;
  private final Path directory;
  private final EmbeddedRedis redis;
  private final RedisClient client;
  private final RedisCommands<String, String> commands;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Starts Kafka and makes the topics that the job reads.
   *
   * @param directory for everything that is kept
   * @param redis which is closed with the platform
   * @param name of the job
   * @param jobOptions those that only this job has here
   * @param partitions of each topic of events
   */
  protected JobPlatform(
      Path directory,
      EmbeddedRedis redis,
      String name,
      JobMain.Definition job,
      Configuration jobOptions,
      int partitions) {
    this.directory = directory;
    this.redis = redis;
    this.name = name;
    this.job = job;
    this.jobOptions = jobOptions;
    client = RedisClient.create(redis.uri());
    commands = client.connect().sync();
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    topics = RuntimeSettings.from(options(), name).kafka().topics();
    topics.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, partitions));
    kafka.createTopic(topics.items(), 1);
    kafka.createTopic(topics.rejected(), 1);
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
  public final Configuration options() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    options.set(RedisOptions.URI, redis.uri());
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    options.addAll(jobOptions);
    return options;
  }

  /** Starts the job as its main method does. */
  public final JobClient start(Configuration options) throws Exception {
    return start(JobEnvironment.create(options), options);
  }

  /** The same in an environment that was made before. */
  public final JobClient start(StreamExecutionEnvironment env, Configuration options)
      throws Exception {
    job.define(env, options);
    return env.executeAsync(JobEnvironment.graph(env, name));
  }

  /** Stops the job and tells the savepoint that {@link #resume} goes on from. */
  public final String stop(JobClient running) throws ExecutionException, InterruptedException {
    return running
        .stopWithSavepoint(
            false,
            directory.resolve("savepoints").toUri().toString(),
            SavepointFormatType.CANONICAL)
        .get();
  }

  /** Starts the job from a savepoint. */
  public final JobClient resume(Configuration options, String savepoint) throws Exception {
    Configuration resumed = new Configuration(options);
    resumed.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return start(resumed);
  }

  /** Users do something. */
  public final void happen(Interaction... interactions) {
    happen(List.of(interactions));
  }

  /** Users do something. */
  public final void happen(List<Interaction> interactions) {
    send(interactions.stream().map(records::of).toList());
  }

  /** Puts a record on its topic. */
  public final void send(ProducerRecord<byte[], byte[]> record) {
    send(List.of(record));
  }

  /** Puts records on their topics, and returns when Kafka has them all. */
  public final void send(List<ProducerRecord<byte[], byte[]>> batch) {
    List<Future<RecordMetadata>> sent = batch.stream().map(producer::send).toList();
    try {
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka did not take everything", e);
    }
  }

  /** The server that holds what the job writes. */
  public final EmbeddedRedis server() {
    return redis;
  }

  /** Commands of a frontend. */
  public final RedisCommands<String, String> redis() {
    return commands;
  }

  @Override
  public final void close() {
    producer.close();
    client.shutdown();
    redis.close();
    kafka.close();
  }
}

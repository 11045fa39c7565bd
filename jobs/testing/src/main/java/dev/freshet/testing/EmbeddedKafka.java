package dev.freshet.testing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this JVM, listening on the
 * loopback interface only.
 *
 * <p>Its data lives in a directory: a broker started on a directory that was used before goes on
 * with the topics and offsets found there. Records of up to {@link #MAX_RECORD_BYTES} are accepted,
 * far more than a job should: refusing them is the job's part. Records are stamped with the time of
 * arrival, so that old events are not at once past the retention time.
 */
public final class EmbeddedKafka implements AutoCloseable {

  /** The largest record batch that the broker accepts, bytes: 32 MiB. */
  public static final int MAX_RECORD_BYTES = 32 << 20;

  private static final int NODE = 1;
  private static final String LOCALHOST = "localhost";
  private static final long LOOK_MILLIS = 10;

  private final String bootstrapServers;
  private final KafkaRaftServer server;

  private EmbeddedKafka(String bootstrapServers, KafkaRaftServer server) {
    this.bootstrapServers = bootstrapServers;
    this.server = server;
  }

  /** Starts a broker on a free port. */
  public static EmbeddedKafka start(Path directory) {
    return start(directory, 0, Map.of());
  }

  /**
   * Starts a broker and returns when it serves.
   *
   * @param directory where topics are kept; made and formatted if it is new
   * @param port the port to listen on, or 0 for a free one
   * @param overrides broker settings that replace the ones chosen here
   * @throws IllegalStateException if it does not start, for example because the port is taken
   */
  public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides) {
    int brokerPort = FreePort.orFree(port);
    Map<String, String> settings = settings(directory, brokerPort, FreePort.orFree(0));
    settings.putAll(overrides);
    KafkaRaftServer server = prepare(directory, settings);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw new IllegalStateException("Kafka did not start on port " + brokerPort, e);
    }
    return new EmbeddedKafka(LOCALHOST + ":" + brokerPort, server);
  }

  /** What clients put into {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Creates a topic; one that exists already stays as it is. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /**
   * Creates a topic with settings such as {@code cleanup.policy}, and returns when each of its
   * partitions is served; one that exists already stays as it is.
   */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    createTopic(bootstrapServers, name, partitions, settings);
  }

  /** The same on any broker. */
  public static void createTopic(
      String bootstrapServers, String name, int partitions, Map<String, String> settings) {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(topic)).all().get();
      awaitLeaders(admin, name, partitions);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot create the topic " + name, e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topic " + name, e);
    }
  }

  /** Deletes a topic with all that is on it. */
  public void deleteTopic(String name) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.deleteTopics(List.of(name)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot delete the topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while deleting the topic " + name, e);
    }
  }

  /**
   * A broker answers that a topic is created before it leads the topic's partitions. An idempotent
   * producer that finds the leader only between two batches has the second accepted as the first
   * and the first refused for good.
   */
  private static void awaitLeaders(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
    }
    boolean isLed = false;
    while (!isLed) {
      try {
        admin.listOffsets(asked).all().get();
        isLed = true;
      } catch (ExecutionException e) {
        // The client waits for a leader, but not for a topic that it was not told of yet.
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  /** The records that a topic has by now, without those of transactions that did not end. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    TopicRecords.forEach(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
        topic,
        read::add);
    return read;
  }

  /**
   * What a compacted topic says: the newest committed value of each key in UTF-8, empty where the
   * newest record has none.
   */
  public Map<String, Optional<byte[]>> latest(String topic) {
    Map<String, Optional<byte[]>> latest = new HashMap<>();
    read(topic)
        .forEach(
            record ->
                latest.put(
                    new String(record.key(), StandardCharsets.UTF_8),
                    Optional.ofNullable(record.value())));
    return latest;
  }

  /** Stops the broker and waits until it has released its files and its port. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Map<String, String> settings(Path directory, int brokerPort, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
            .formatted(LOCALHOST, brokerPort, LOCALHOST, controllerPort));
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE, LOCALHOST, controllerPort));
    settings.put("log.dirs", directory.toString());
    settings.put("log.message.timestamp.type", "LogAppendTime");
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("message.max.bytes", Integer.toString(MAX_RECORD_BYTES));
    settings.put("replica.fetch.max.bytes", Integer.toString(MAX_RECORD_BYTES));
    for (String internal : List.of("offsets.topic", "transaction.state.log")) {
      settings.put(internal + ".num.partitions", "1");
      settings.put(internal + ".replication.factor", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // The default of 128 MiB is an eighth of the heap that a whole test gets.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    return settings;
  }

  private static KafkaRaftServer prepare(Path directory, Map<String, String> settings) {
    try {
      Files.createDirectories(directory);
      if (Files.notExists(directory.resolve("meta.properties"))) {
        format(directory);
      }
    } catch (Exception e) {
      throw new IllegalStateException("cannot prepare " + directory + " for Kafka", e);
    }
    return new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
  }

  private static void format(Path directory) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(directory.toString()))
        .setMetadataLogDirectory(directory.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setHasDynamicQuorum(false)
        .run();
  }
}

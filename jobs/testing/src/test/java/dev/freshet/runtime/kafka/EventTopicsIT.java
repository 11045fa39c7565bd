package dev.freshet.runtime.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.LoopbackCluster;
import dev.freshet.testing.LoopbackFlink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.SerializedThrowable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a job starts on a real Kafka, and what becomes of the records that it rejects. */
class EventTopicsIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static MiniCluster flink;

  private Configuration options = new Configuration();

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    Configuration configuration = LoopbackFlink.configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder().setConfiguration(configuration).build());
    flink.start();
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
    kafka.close();
  }

  /** Topics of a test are called after it, so that tests do not meet in them. */
  @BeforeEach
  void configure(TestInfo test) {
    String prefix = test.getTestMethod().orElseThrow().getName() + System.nanoTime() + "-";
    options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    options.set(KafkaOptions.GROUP_ID, prefix + "group");
    options.set(KafkaOptions.TOPICS_CLICKS, prefix + "clicks");
    options.set(KafkaOptions.TOPICS_STUDY, prefix + "study");
    options.set(KafkaOptions.TOPICS_COMMENTS, "");
    options.set(KafkaOptions.TOPICS_ITEMS, prefix + "items");
    options.set(KafkaOptions.TOPICS_REJECTED, prefix + "rejected");
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
  }

  @AfterEach
  void cancel() throws Exception {
    LoopbackCluster.cancelJobs(flink);
  }

  private Topics topics() {
    return RuntimeSettings.from(options, "job").kafka().topics();
  }

  private void createTopics() {
    topics().interactions().forEach(topic -> kafka.createTopic(topic, 1));
    kafka.createTopic(topics().items(), 1);
    kafka.createTopic(topics().rejected(), 1);
  }

  private JobID run(Configuration configuration) throws Exception {
    return run(configuration, SavepointRestoreSettings.none());
  }

  private JobID run(Configuration configuration, List<String> written) throws Exception {
    return run(configuration, written, SavepointRestoreSettings.none());
  }

  private JobID run(Configuration configuration, SavepointRestoreSettings from) throws Exception {
    return run(configuration, List.of(), from);
  }

  private JobID run(
      Configuration configuration, List<String> written, SavepointRestoreSettings from)
      throws Exception {
    RuntimeSettings settings = RuntimeSettings.from(configuration, "job");
    StreamExecutionEnvironment env = JobEnvironment.create(configuration);
    env.setParallelism(1);
    new EventTopics(settings.kafka(), settings.events(), written)
        .read(env, ItemLimits.NONE)
        .interactions()
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    JobGraph graph = env.getStreamGraph().getJobGraph();
    graph.setSavepointRestoreSettings(from);
    return flink.submitJob(graph).get().getJobID();
  }

  private Configuration with(Map<String, String> more) {
    Configuration all = new Configuration(options);
    more.forEach(all::setString);
    return all;
  }

  private static String failure(JobID job) throws Exception {
    return flink
        .requestJobResult(job)
        .get(PATIENCE.toSeconds(), SECONDS)
        .getSerializedThrowable()
        .map(SerializedThrowable::getFullStringifiedStackTrace)
        .orElse("");
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      producer.send(record).get();
    }
  }

  private ProducerRecord<byte[], byte[]> click(String user) {
    return new EventRecords(topics()).of(Interaction.click("e-" + user, user, "python", NOON));
  }

  private List<ConsumerRecord<byte[], byte[]>> rejected(String isolation) {
    TopicPartition partition = new TopicPartition(topics().rejected(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
      return found;
    }
  }

  private List<String> rejectedUsers(String isolation) {
    return rejected(isolation).stream()
        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
        .toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void namesMissingTopicsAndTheCommandsThatCreateThem() throws Exception {
    kafka.createTopic(topics().clicks(), 1);
    kafka.createTopic(topics().items(), 1);

    assertThat(failure(run(options)))
        .contains(
            "Kafka does not have the topics " + topics().study() + ", " + topics().rejected() + ".")
        .contains(
            "kafka-topics.sh --bootstrap-server %s --create --topic %s\n"
                .formatted(kafka.bootstrapServers(), topics().rejected()))
        .contains("kafka.topics.study");
  }

  @Test
  void namesAMissingTopicThatItWouldWrite() throws Exception {
    createTopics();

    assertThat(failure(run(options, List.of("states"))))
        .contains("Kafka does not have the topics states.")
        .contains("--create --topic states --config cleanup.policy=compact\n")
        .contains("by an empty option");
  }

  @Test
  void refusesToGoOnWhereItsGroupLeftOffWithoutState() throws Exception {
    createTopics();
    send(click("null"));
    String savepoint = rejectedThenStopped("null");
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");

    assertThat(failure(run(options)))
        .contains("its consumer group " + options.get(KafkaOptions.GROUP_ID))
        .contains("kafka.start.allow-empty-state", "savepoint", "kafka.start earliest");

    send(click("undefined"));
    run(options, SavepointRestoreSettings.forPath(savepoint));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(rejectedUsers("read_committed")).containsExactly("null", "undefined"));
  }

  private String rejectedThenStopped(String user) throws Exception {
    JobID job = run(options);
    await().atMost(PATIENCE).until(() -> rejectedUsers("read_committed").contains(user));
    await().atMost(PATIENCE).until(this::hasCommitted);
    String savepoint =
        flink
            .stopWithSavepoint(
                job,
                directory.resolve("savepoints").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get();
    flink.requestJobResult(job).get();
    return savepoint;
  }

  private boolean hasCommitted() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(options.get(KafkaOptions.GROUP_ID))
          .partitionsToOffsetAndMetadata()
          .get()
          .containsKey(new TopicPartition(topics().clicks(), 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"kafka.start.allow-empty-state, true", "kafka.start, earliest"})
  void startsWithoutStateIfToldHow(String key, String choice) throws Exception {
    createTopics();
    send(click("null"));
    rejectedThenStopped("null");
    send(click("undefined"));

    run(with(Map.of(key, choice)));

    await().atMost(PATIENCE).until(() -> rejectedUsers("read_committed").contains("undefined"));
  }

  @Test
  void writesRejectedRecordsExactlyOnceOnABrokerOfDefaults() throws Exception {
    createTopics();
    options.setString("kafka.rejected.delivery", "exactly-once");
    JobID job = run(options);
    send(click("null"));
    send(click("undefined"));

    await()
        .atMost(PATIENCE)
        .until(() -> rejectedUsers("read_committed").equals(List.of("null", "undefined")));
    assertThat(flink.getJobStatus(job).get()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void doesNotReadAbortedTransactions() throws Exception {
    createTopics();
    try (KafkaProducer<byte[], byte[]> producer =
        producer(Map.of("transactional.id", topics().clicks()))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(click("null")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(click("undefined")).get();
      producer.commitTransaction();
    }

    run(options);

    await().atMost(PATIENCE).until(() -> !rejectedUsers("read_committed").isEmpty());
    assertThat(rejectedUsers("read_committed")).containsExactly("undefined");
  }

  @Test
  void keepsTheHeadersOfRejectedRecords() throws Exception {
    createTopics();
    ProducerRecord<byte[], byte[]> record = click("null");
    record.headers().add("trace", bytes("42")).add("trace", bytes("43")).add("nothing", null);
    record.headers().add("reason", bytes("its own"));
    send(record);

    run(options);

    await().atMost(PATIENCE).until(() -> !rejected("read_committed").isEmpty());
    ConsumerRecord<byte[], byte[]> found = rejected("read_committed").get(0);
    assertThat(found.headers().headers("trace"))
        .extracting(Header::value)
        .containsExactly(bytes("42"), bytes("43"));
    assertThat(found.headers().lastHeader("nothing").value()).isNull();
    assertThat(header(found, "reason")).isEqualTo("placeholder-id");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  @Test
  void usesOnlySoManyOfWhatAUserSendsAtOnceWheneverItOccurred() throws Exception {
    createTopics();
    EventRecords records = new EventRecords(topics());
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (int i = 0; i < 100_000; i++) {
        producer.send(
            records.of(Interaction.click("e" + i, "ada", "python", NOON + i * 3_000L)),
            EventTopicsIT::requireTaken);
      }
    }

    run(options);

    // The clock may have shown two minutes while they arrived, or three on a slow machine.
    await().atMost(PATIENCE).until(() -> rejectedCount() >= 97_000);
    assertThat(header(firstRejected(), "reason")).isEqualTo("flood");
    assertThat(header(firstRejected(), "detail")).contains("events.arrival-limit = 1000");
  }

  private static void requireTaken(
      @Nullable RecordMetadata metadata, @Nullable Exception exception) {
    if (exception != null) {
      throw new IllegalStateException(exception);
    }
  }

  private <T> T read(Function<KafkaConsumer<byte[], byte[]>, T> reading) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return reading.apply(consumer);
    }
  }

  private long rejectedCount() {
    TopicPartition partition = new TopicPartition(topics().rejected(), 0);
    return read(consumer -> consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
  }

  private ConsumerRecord<byte[], byte[]> firstRejected() {
    TopicPartition partition = new TopicPartition(topics().rejected(), 0);
    return read(
        consumer -> {
          consumer.assign(List.of(partition));
          consumer.seekToBeginning(List.of(partition));
          return consumer.poll(PATIENCE).iterator().next();
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

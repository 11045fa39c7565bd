package dev.freshet.localstack.resubmit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.localstack.CommandRun;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.ClickEvent;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.LoopbackFlink;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeding rejected records back to a real job on a real Kafka and a real Redis. */
class ResubmitIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private EmbeddedKafka kafka;
  private EmbeddedRedis redis;
  private MiniCluster flink;
  private RedisClient client;
  private RedisCommands<String, String> commands;
  private Configuration options;

  @BeforeEach
  void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    redis = EmbeddedRedis.start();
    client = RedisClient.create(redis.uri());
    commands = client.connect().sync();
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(LoopbackFlink.configuration())
                .build());
    flink.start();
    options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    options.set(RedisOptions.URI, redis.uri());
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    topics().interactions().forEach(topic -> kafka.createTopic(topic, 2));
    kafka.createTopic(topics().items(), 1);
    kafka.createTopic(topics().rejected(), 1);
  }

  @AfterEach
  void stop() throws Exception {
    flink.close();
    client.shutdown();
    redis.close();
    kafka.close();
  }

  private Topics topics() {
    return RuntimeSettings.from(options, "job").kafka().topics();
  }

  private JobID run(SavepointRestoreSettings from) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    env.setParallelism(1);
    RecommendationsJob.define(env, options);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    graph.setSavepointRestoreSettings(from);
    return flink.submitJob(graph).get().getJobID();
  }

  private String stop(JobID job) throws Exception {
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

  private CommandRun resubmit(String... arguments) {
    return CommandRun.of(
        new ResubmitCommand(),
        Stream.concat(
                Arrays.stream(arguments),
                Stream.of("--bootstrap-servers", kafka.bootstrapServers()))
            .toArray(String[]::new));
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  /** The schema of clicks with one field more, as a producer may have it before the job knows. */
  private static Schema newer() {
    String fields = ClickEvent.getClassSchema().toString();
    int end = fields.lastIndexOf("]");
    return new SchemaParser()
        .parse(
            fields.substring(0, end)
                + ",{\"name\":\"device\",\"type\":\"string\",\"default\":\"\"}"
                + fields.substring(end))
        .mainSchema();
  }

  private ProducerRecord<byte[], byte[]> newerClick(String user) throws IOException {
    GenericRecord click =
        new GenericRecordBuilder(newer())
            .set("id", "event-of-" + user)
            .set("user", user)
            .set("item", "algebra")
            .set("occurredAt", NOON)
            .set("device", "phone")
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new BinaryMessageEncoder<GenericRecord>(new GenericData(), newer()).encode(click, bytes);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topics().clicks(), 1, bytes(user), bytes.toByteArray());
    record.headers().add("reason", bytes("its own")).add("trace", bytes("42"));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bringsIntoUseWhatWasRejectedBeforeItsSchemaWasKnown() throws Exception {
    JobID job = run(SavepointRestoreSettings.none());
    ProducerRecord<byte[], byte[]> newer = newerClick("ada");
    send(newer);
    send(new EventRecords(topics()).of(Interaction.click("e1", "undefined", "algebra", NOON)));
    send(new ProducerRecord<>(topics().study(), bytes("ben"), null));
    await().atMost(PATIENCE).until(() -> kafka.read(topics().rejected()).size() == 3);
    options.set(EventOptions.SCHEMAS, Files.createDirectory(directory.resolve("more")).toString());
    Files.writeString(directory.resolve("more/newer.avsc"), newer().toString());
    run(SavepointRestoreSettings.forPath(stop(job)));

    CommandRun tried = resubmit("--dry-run");
    CommandRun done = resubmit("--reason", "unknown-schema", "--topic", topics().clicks());

    assertThat(tried.out().lines())
        .containsExactly(
            "empty-record: 1 without bytes",
            "placeholder-id: 1 to send",
            "unknown-schema: 1 to send",
            "nothing was sent, 2 records would be");
    assertThat(done.exitCode()).as(done.text()).isZero();
    assertThat(done.out().lines())
        .containsExactly("unknown-schema: 1 to send", "Kafka has taken 1 records");
    await().atMost(PATIENCE).until(() -> commands.get("rec:ada") != null);
    ConsumerRecord<byte[], byte[]> last =
        kafka.read(topics().clicks()).stream()
            .filter(record -> record.partition() == 1)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(last.key()).isEqualTo(newer.key());
    assertThat(last.value()).isEqualTo(newer.value());
    assertThat(last.headers().toArray()).containsExactly(newer.headers().toArray());
  }

  @Test
  void sendsWhatTwoJobsRejectedOnceAndLeavesItems() throws Exception {
    for (String job : List.of("recommendations", "stickiness")) {
      send(rejected("clicks", 7L, job));
    }
    send(rejected("items", 8L, "recommendations"));
    send(new ProducerRecord<>(topics().rejected(), bytes("who"), bytes("what")));

    CommandRun all = resubmit();
    CommandRun items = resubmit("--topic", "items", "--job", "recommendations");

    assertThat(all.out().lines())
        .containsExactly(
            "flood: 1 to send, 1 of another job as well, 1 of items, which --topic has to name",
            "1 records that no job has written",
            "Kafka has taken 1 records");
    assertThat(items.out()).contains("Kafka has taken 1 records");
    assertThat(kafka.read("clicks")).hasSize(1);
    assertThat(kafka.read("items")).hasSize(1);
  }

  private ProducerRecord<byte[], byte[]> rejected(String topic, long offset, String job) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topics().rejected(), bytes("ada"), bytes("a value"));
    record
        .headers()
        .add("reason", bytes("flood"))
        .add("job", bytes(job))
        .add("topic", bytes(topic))
        .add("partition", bytes("0"))
        .add("offset", bytes(Long.toString(offset)));
    return record;
  }

  @Test
  void saysWhichTopicIsMissing() {
    CommandRun run = resubmit("--set", "kafka.topics.rejected=nowhere");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("resubmit: Kafka at ", "no such topic: nowhere");
  }
}

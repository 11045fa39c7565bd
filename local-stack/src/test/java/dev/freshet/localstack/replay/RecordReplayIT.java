package dev.freshet.localstack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.record.RecordCommand;
import dev.freshet.localstack.recording.DamagedLogException;
import dev.freshet.localstack.recording.LogRecord;
import dev.freshet.localstack.recording.RecordingReader;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording and replaying through a real Kafka. */
@Tag("slow")
class RecordReplayIT {

  private static final long NOON = 1_764_072_000_000L;
  private static final List<String> KINDS = List.of("click", "study", "like");

  @TempDir private static Path kafkaFolder;
  @TempDir private Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(kafkaFolder);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  private static CommandRun replay(Object... arguments) {
    return CommandRun.of(new ReplayCommand(), withServers(arguments));
  }

  private static CommandRun record(Object... arguments) {
    return CommandRun.of(new RecordCommand(), withServers(arguments));
  }

  private static String[] withServers(Object... arguments) {
    List<String> all = new ArrayList<>(Arrays.stream(arguments).map(String::valueOf).toList());
    all.add("--bootstrap-servers");
    all.add(kafka.bootstrapServers());
    return all.toArray(String[]::new);
  }

  /** Names the topics of a test after it, so that tests do not meet in them. */
  private static List<String> named(String test) {
    List<String> set = new ArrayList<>();
    for (String topic : List.of("clicks", "study", "comments", "items")) {
      set.add("--set");
      set.add("kafka.topics." + topic + "=" + test + "-" + topic);
    }
    return set;
  }

  private static Object[] with(List<String> more, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(more);
    return all.toArray();
  }

  private Path log(int events) throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int i = 0; i < events; i++) {
      rows.append(
          "%d,user-%d,item-%d,%s,\n"
              .formatted(NOON + i * 1_000L, i % 7, i % 11, KINDS.get(i % KINDS.size())));
    }
    Path school = Files.createDirectories(folder.resolve("school"));
    Files.writeString(school.resolve("items.csv"), "item,title,tags\nitem-1,One,code\n");
    return Files.writeString(school.resolve("events.csv"), rows.toString());
  }

  private static List<LogRecord> read(Path recording) throws IOException {
    List<LogRecord> records = new ArrayList<>();
    try (RecordingReader reader = RecordingReader.open(recording)) {
      reader.forEachRemaining(records::add);
    }
    return records;
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void recordsWhatIsCommittedUnlessToldOtherwise() throws Exception {
    kafka.createTopic("transacted", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "transacted"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("transacted", bytes("aborted"))).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("transacted", bytes("committed"))).get();
      producer.commitTransaction();
    }

    CommandRun committed = record(folder.resolve("committed"), "--topics", "transacted");
    CommandRun all =
        record(
            folder.resolve("all"),
            "--topics",
            "transacted",
            "--property",
            "isolation.level=read_uncommitted");

    assertThat(committed.exitCode()).as(committed.text()).isZero();
    assertThat(all.exitCode()).as(all.text()).isZero();
    assertThat(read(folder.resolve("committed/transacted-0.avro")))
        .extracting(LogRecord::value)
        .containsExactly(bytes("committed"));
    assertThat(read(folder.resolve("all/transacted-0.avro"))).hasSize(2);
  }

  @Test
  void failsIfNoRowCanBeSent() throws IOException {
    Path log = log(0);
    Files.writeString(log, "soon,ann,algebra,click,\n", StandardOpenOption.APPEND);

    CommandRun replayed = replay(with(named("none"), log, "--create-topics", 1));

    assertThat(replayed.exitCode()).isEqualTo(1);
    assertThat(replayed.err())
        .contains("replay: no row could be used: 1 rows left out, the first " + log + ":2: ");
  }

  @Test
  void recordsAfterAReplayTheSameEvents() throws IOException {
    CommandRun replayed = replay(with(named("same"), log(300), "--create-topics", 3));

    assertThat(replayed.exitCode()).as(replayed.text()).isZero();
    assertThat(replayed.out())
        .contains("same-clicks: 100 records")
        .contains("same-items: 1 records")
        .contains("Kafka has taken 301 records");
    CommandRun first = record(with(named("same"), folder.resolve("first")));
    assertThat(first.exitCode()).as(first.text()).isZero();
    assertThat(first.out()).contains("301 records in 12 files, all read again and counted.");

    List<String> copies =
        List.of("clicks", "study", "comments", "items").stream()
            .flatMap(topic -> List.of("--topic", "same-" + topic + "=copy-" + topic).stream())
            .toList();
    assertThat(replay(with(copies, folder.resolve("first"), "--create-topics", 3)).exitCode())
        .isZero();
    assertThat(record(with(named("copy"), folder.resolve("second"))).exitCode()).isZero();

    for (String topic : List.of("clicks", "study", "comments", "items")) {
      for (int partition = 0; partition < 3; partition++) {
        String file = topic + "-" + partition + ".avro";
        List<LogRecord> recorded = read(folder.resolve("first/same-" + file));
        List<LogRecord> again = read(folder.resolve("second/copy-" + file));
        assertThat(again).hasSameSizeAs(recorded);
        for (int i = 0; i < again.size(); i++) {
          assertThat(again.get(i))
              .usingRecursiveComparison()
              .ignoringFields("topic", "timestampMillis")
              .isEqualTo(recorded.get(i));
        }
      }
    }
  }

  @Test
  void completesARecordingByTheSameCommandAgain() throws IOException {
    replay(with(named("more"), log(30), "--create-topics", 2));
    record(with(named("more"), folder.resolve("recording")));
    replay(with(named("more"), log(60), "--from", NOON + 30_000));

    CommandRun again = record(with(named("more"), folder.resolve("recording")));

    assertThat(again.exitCode()).as(again.text()).isZero();
    assertThat(again.out()).contains("of them new").contains("62 records in 8 files");
  }

  @Test
  void countsOffsetsThatTransactionMarkersTake() throws Exception {
    kafka.createTopic("in-transactions", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "recorded"))) {
      producer.initTransactions();
      for (int i = 0; i < 3; i++) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("in-transactions", bytes("ann"), bytes("value"))).get();
        if (i == 1) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }

    CommandRun recorded =
        record(
            folder.resolve("committed"),
            "--topics",
            "in-transactions",
            "--property",
            "isolation.level=read_committed");

    assertThat(recorded.exitCode()).as(recorded.text()).isZero();
    assertThat(recorded.out())
        .contains("offsets 0 to 6, 2 records")
        .contains("4 offsets hold none (compacted, or transaction markers)");
  }

  @Test
  void recordsARangeOfOffsets() throws Exception {
    kafka.createTopic("range", 1);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("range", bytes("ann"), bytes("value-" + i))).get();
      }
    }

    CommandRun recorded = record(folder, "--topics", "range", "--from-offset", 3, "--to-offset", 7);

    assertThat(recorded.out()).contains("offsets 3 to 7, 4 records");
  }

  @Test
  void recordsPoisonAndReplaysItWithItsHeaders() throws Exception {
    kafka.createTopic("poison", 1);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>("poison", bytes("ann"), bytes("no event"));
      record.headers().add("trace", bytes("t1"));
      producer.send(record).get();
      producer
          .send(
              new EventRecords(new Topics("poison", "study", "comments", "items", "rejected"))
                  .of(click()))
          .get();
    }
    record(folder.resolve("once"), "--topics", "poison");

    CommandRun replayed =
        replay(
            folder.resolve("once"),
            "--topic",
            "poison=antidote",
            "--create-topics",
            1,
            "--shift-to-now",
            "--loop",
            2);

    assertThat(replayed.out()).as(replayed.text()).contains("antidote: 4 records");
    record(folder.resolve("again"), "--topics", "antidote");
    List<LogRecord> again = read(folder.resolve("again/antidote-0.avro"));
    assertThat(again.get(0).headers()).extracting("key").containsExactly("trace");
    assertThat(again.get(2).value()).isEqualTo(bytes("no event"));
    assertThat(new String(Objects.requireNonNull(again.get(3).value()), StandardCharsets.UTF_8))
        .contains("click-1/2");
  }

  /** Of a file that is being written the last block may be there in part. */
  private static boolean holdsARecord(Path file) throws IOException {
    try {
      return Files.exists(file) && !read(file).isEmpty();
    } catch (DamagedLogException e) {
      return false;
    }
  }

  @Test
  void followsUntilItIsToldToStop() throws Exception {
    kafka.createTopic("followed", 1);
    CompletableFuture<CommandRun> following =
        CompletableFuture.supplyAsync(() -> record(folder, "--topics", "followed", "--follow"));
    Path file = folder.resolve("followed-0.avro");
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      while (!holdsARecord(file)) {
        producer.send(new ProducerRecord<>("followed", bytes("ann"), bytes("value"))).get();
      }
    }

    new ProcessBuilder("kill", "-TERM", Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();

    assertThat(following.get().exitCode()).isZero();
    assertThat(following.get().out()).contains("all read again and counted.");
  }

  @Test
  void namesATopicThatIsNotThere() throws IOException {
    assertThat(record(folder, "--topics", "nowhere"))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(1);
              assertThat(run.err())
                  .startsWith("record: Kafka at " + kafka.bootstrapServers())
                  .contains("no such topic: nowhere");
            });
    assertThat(replay(with(named("nowhere"), log(3))).err())
        .contains(
            "replay: the topic nowhere-items is not there; make it, or let replay --create-topics");
  }

  @Test
  void endsWhereALogIsTruncated() throws IOException {
    Path log = log(30);
    Files.writeString(log, Files.readString(log) + (NOON + 1) + ",user-1,it");

    CommandRun replayed = replay(with(named("torn"), log, "--create-topics", 1));

    assertThat(replayed.exitCode()).isEqualTo(1);
    assertThat(replayed.err()).contains("replay: " + log + ":32: the file is truncated");
  }

  private static Interaction click() {
    return Interaction.click("click-1", "ann", "algebra", NOON);
  }
}

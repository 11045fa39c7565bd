package dev.freshet.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.cleaning.RejectedPlace;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are rejected late are read again from a real Kafka. */
class RejectedRecordReaderIT {

  private static final int RECORDS = 5000;
  private static final int PARTITIONS = 2;
  private static final Rejection FLOOD = new Rejection(RejectionReason.FLOOD, "too many");

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static void produce(String topic) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    kafka.createTopic(topic, PARTITIONS);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          sent.add(
              producer.send(new ProducerRecord<>(topic, partition, "ada", partition + "/" + i)));
        }
      }
    }
    for (Future<?> record : sent) {
      record.get();
    }
  }

  private static RejectedRecordReader reader() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    return new RejectedRecordReader(properties, 1000);
  }

  private static RejectedPlace place(String topic, int partition, long offset) {
    return new RejectedPlace(topic, partition, offset, FLOOD);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void readsRecordsInWhateverOrderTheyAreAskedFor() throws Exception {
    produce("clicks");
    List<RejectedPlace> places = new ArrayList<>();
    for (int i = 0; i < RECORDS; i += 7) {
      places.add(place("clicks", i % PARTITIONS, i));
    }
    places.add(place("clicks", 0, RECORDS - 1));
    places.add(place("clicks", 0, 0));
    Collections.shuffle(places, new Random(7));

    try (RejectedRecordReader reader = reader()) {
      assertThat(reader.read(places))
          .hasSize(places.size())
          .allSatisfy(
              record -> {
                RawRecord raw = record.raw();
                assertThat(text(raw.value())).isEqualTo(raw.partition() + "/" + raw.offset());
                assertThat(text(raw.key())).isEqualTo("ada");
                assertThat(record.rejection()).isEqualTo(FLOOD);
              });
      assertThat(reader.read(List.of(place("clicks", 1, 3), place("clicks", 1, 3)))).hasSize(2);
    }
  }

  @Test
  void tellsOfARecordThatIsGoneWithoutItsBytes() throws Exception {
    produce("study");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition("study", 0), RecordsToDelete.beforeOffset(3000)))
          .all()
          .get();
    }

    try (RejectedRecordReader reader = reader()) {
      List<RejectedRecord> read =
          reader.read(
              List.of(
                  place("study", 0, 10),
                  place("study", 0, 3001),
                  place("study", 0, RECORDS + 1),
                  place("study", 1, 10)));

      assertThat(read).extracting(record -> record.raw().offset()).hasSize(4);
      assertThat(read)
          .filteredOn(record -> record.raw().valueBytes() != RawRecord.NO_VALUE)
          .extracting(record -> text(record.raw().value()))
          .containsExactly("0/3001", "1/10");
      assertThat(read)
          .filteredOn(record -> record.raw().valueBytes() == RawRecord.NO_VALUE)
          .extracting(record -> record.rejection().detail())
          .containsOnly("too many; the record is no longer there");
    }
  }
}

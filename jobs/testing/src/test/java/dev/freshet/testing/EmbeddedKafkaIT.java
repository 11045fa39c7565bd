package dev.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  private static final int TEN_MEGABYTES = 10_000_000;
  private static final TopicPartition CLICKS = new TopicPartition("clicks", 0);

  @Test
  void keepsRecordsOfTenMegabytesAcrossARestart(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopic("clicks", 1);
      kafka.createTopic("clicks", 1);
      send(kafka, new byte[TEN_MEGABYTES]);
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopic("clicks", 1);

      assertThat(firstClick(kafka)).hasSize(TEN_MEGABYTES);
    }
  }

  @Test
  void createsTopicsAsAsked(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      kafka.createTopic("items", 3, Map.of("cleanup.policy", "compact"));

      Map<String, TopicDescription> topics =
          admin.describeTopics(List.of("items")).allTopicNames().get();

      assertThat(topics.values())
          .singleElement()
          .satisfies(items -> assertThat(items.partitions()).hasSize(3));
    }
  }

  @Test
  void saysThatItsPortIsTaken(@TempDir Path directory) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();

      assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken, Map.of()))
          .hasMessage("port " + taken + " is taken");
    }
  }

  private static void send(EmbeddedKafka kafka, byte[] value) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "max.request.size",
            EmbeddedKafka.MAX_RECORD_BYTES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(CLICKS.topic(), value)).get();
    }
  }

  private static byte[] firstClick(EmbeddedKafka kafka) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(CLICKS));
      consumer.seekToBeginning(List.of(CLICKS));
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(30));
      return records.records(CLICKS).get(0).value();
    }
  }
}

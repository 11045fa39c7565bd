package dev.freshet.k8s.image;

import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.testing.EmbeddedKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Twenty learners, each of whom goes from item to item, beginning with another one. */
final class Learners implements AutoCloseable {

  private static final int LEARNERS = 20;
  private static final int ITEMS = 200;

  private final EventRecords records;
  private final KafkaProducer<byte[], byte[]> producer;
  private int rounds;

  Learners(EmbeddedKafka kafka, Topics topics) {
    records = new EventRecords(topics);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** All go on to another item each second. */
  void clickFor(Duration duration) {
    Instant end = Instant.now().plus(duration);
    await()
        .pollInterval(Duration.ofSeconds(1))
        .timeout(duration.multipliedBy(2))
        .until(
            () -> {
              for (int user = 0; user < LEARNERS; user++) {
                click(user);
              }
              rounds++;
              return Instant.now().isAfter(end);
            });
  }

  /** Sends something else, on the way that their events go. */
  void send(ProducerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException {
    producer.send(record).get();
  }

  /** One is shown another item, and goes on to it. */
  void click(int user) throws ExecutionException, InterruptedException {
    String id = user + "-" + rounds;
    long now = System.currentTimeMillis();
    String item = item(user, rounds);
    send(records.of(shown(id, "user-" + user, item, now)));
    send(records.of(Interaction.click(id, "user-" + user, item, now)));
  }

  private static ListExposure shown(String id, String user, String item, long atMillis) {
    return new ListExposure(id, user, atMillis, "home", List.of(item), Map.of(), EventTime.NEVER);
  }

  /** The item that one was at when all had gone on for the last time. */
  String lastItem(int user) {
    return item(user, rounds - 1);
  }

  private static String item(int user, int round) {
    return "item-" + (user * ITEMS / LEARNERS + round) % ITEMS;
  }

  @Override
  public void close() {
    producer.close();
  }
}

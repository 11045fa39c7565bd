package dev.freshet.localstack.up;

import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends what a platform would send, and counts what Kafka has taken. For one sending thread. */
final class Producer implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> kafka;
  private final EventRecords records;
  private final boolean sells;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicReference<@Nullable Sent> newest = new AtomicReference<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * An event on its way.
   *
   * @param interaction the event
   * @param atNanos when it was sent, by {@link System#nanoTime}
   */
  record Sent(Interaction interaction, long atNanos) {}

  Producer(KafkaSettings settings) {
    records = new EventRecords(settings.topics());
    sells = settings.topics().hasPurchases();
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    kafka = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void send(CatalogueItem item) {
    send(records.of(item), false);
  }

  void send(Interaction interaction) {
    long atNanos = System.nanoTime();
    send(records.of(interaction), true);
    newest.set(new Sent(interaction, atNanos));
  }

  /**
   * Sends a purchase, which no list has to know of; on a platform without them, nothing.
   *
   * @return whether it was sent
   */
  boolean sell(Interaction purchase) {
    if (sells) {
      send(records.of(purchase), false);
    }
    return sells;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  private void send(ProducerRecord<byte[], byte[]> record, boolean counted) {
    Exception failed = failure.get();
    if (failed != null) {
      throw new StackException("Kafka did not take an event: " + failed, failed);
    }
    kafka.send(
        record,
        (metadata, exception) -> {
          if (exception != null) {
            failure.set(exception);
          } else if (counted) {
            taken.incrementAndGet();
          }
        });
  }

  /** Waits until Kafka has taken everything. */
  void flush() {
    kafka.flush();
  }

  /** Events that Kafka has taken. */
  long taken() {
    return taken.get();
  }

  /** The event sent last. */
  @Nullable Sent newest() {
    return newest.get();
  }

  @Override
  public void close() {
    kafka.close();
  }
}

package dev.freshet.localstack.up;

import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends what a platform would send, and counts what Kafka has taken. For one sending thread. */
public final class Producer implements AutoCloseable {

  private final KafkaSender kafka;
  private final EventRecords records;
  private final Topics topics;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicReference<@Nullable Sent> newest = new AtomicReference<>();

  /**
   * An event on its way.
   *
   * @param interaction the event
   * @param atNanos when it was sent, by {@link System#nanoTime}
   */
  public record Sent(Interaction interaction, long atNanos) {}

  public Producer(KafkaSettings settings) {
    topics = settings.topics();
    records = new EventRecords(topics);
    kafka =
        new KafkaSender(settings.bootstrapServers(), Map.of(ProducerConfig.LINGER_MS_CONFIG, 1));
  }

  public void send(CatalogueItem item) {
    send(records.of(item), () -> {});
  }

  /** Sends an event; on a platform without a topic of such events, nothing. */
  public void send(Interaction interaction) {
    if (!topics.has(interaction.kind())) {
      return;
    }
    long atNanos = System.nanoTime();
    send(records.of(interaction), taken::incrementAndGet);
    newest.set(new Sent(interaction, atNanos));
  }

  /**
   * Sends a purchase, which no list has to know of; on a platform without them, nothing.
   *
   * @return whether it was sent
   */
  public boolean sell(Interaction purchase) {
    if (topics.hasPurchases()) {
      send(records.of(purchase), () -> {});
    }
    return topics.hasPurchases();
  }

  /**
   * Tells what a user was shown; on a platform without a topic for it, nothing.
   *
   * @return whether it was told
   */
  public boolean show(ListExposure exposure) {
    if (topics.hasExposures()) {
      send(records.of(exposure), () -> {});
    }
    return topics.hasExposures();
  }

  private void send(ProducerRecord<byte[], byte[]> record, Runnable whenTaken) {
    kafka.requireTaken();
    kafka.send(record, whenTaken);
  }

  /** Waits until Kafka has taken everything. */
  public void flush() {
    kafka.flush();
  }

  /** Events that Kafka has taken. */
  public long taken() {
    return taken.get();
  }

  /** The event sent last. */
  public @Nullable Sent newest() {
    return newest.get();
  }

  @Override
  public void close() {
    kafka.close();
  }
}

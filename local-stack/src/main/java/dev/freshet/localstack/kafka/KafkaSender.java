package dev.freshet.localstack.kafka;

import dev.freshet.localstack.command.CommandException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records to Kafka, and remembers if one was not taken. */
public final class KafkaSender implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> kafka;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param properties of the producer, besides where Kafka is
   */
  public KafkaSender(String bootstrapServers, Map<String, ?> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    kafka = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    send(record, () -> {});
  }

  /**
   * Sends a record.
   *
   * @param taken is run when Kafka has it
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  public void send(ProducerRecord<byte[], byte[]> record, Runnable taken) {
    kafka.send(
        record,
        (metadata, exception) -> {
          if (exception == null) {
            taken.run();
          } else {
            failure.set(exception);
          }
        });
  }

  /** Learns where topics are, so that the first record of each waits for no broker. */
  public void meet(Collection<String> topics) {
    topics.forEach(kafka::partitionsFor);
  }

  /**
   * Fails if Kafka has not taken something so far.
   *
   * @throws CommandException if Kafka did not take a record
   */
  public void requireTaken() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new CommandException("Kafka did not take an event: " + failed, failed);
    }
  }

  /**
   * Waits until Kafka has taken everything.
   *
   * @throws CommandException if Kafka did not take a record
   */
  public void flush() {
    kafka.flush();
    requireTaken();
  }

  @Override
  public void close() {
    kafka.close();
  }
}

package dev.freshet.localstack.replay;

import dev.freshet.localstack.recording.LogRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to a Kafka and counts what it has taken.
 *
 * <p>A record goes to the partition that it was recorded from, as long as the topic has it; all
 * others go where their key leads. Either way the records of a key stay in one partition and in
 * their order.
 */
public final class Outlet implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;
  private final Target target;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Map<String, Long> sent = new TreeMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * How records find their place.
   *
   * @param topics new names of topics, by the recorded ones
   * @param createdPartitions how many partitions a topic gets that is not there; 0 for an error
   * @param keepsTimestamps whether records keep their timestamps, or get that of their sending
   */
  public record Target(
      Map<String, String> topics, int createdPartitions, boolean keepsTimestamps) {}

  public Outlet(Map<String, Object> client, Target target) {
    this.target = target;
    Map<String, Object> settings = new HashMap<>(client);
    // A broker that has just made a topic may lose count of an idempotent producer's batches for
    // good. One batch at a time keeps the order too, and events sent twice have the same id.
    settings.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    admin = Admin.create(client);
  }

  /**
   * Sends a record; Kafka may take it later.
   *
   * @throws IOException if the topic is not there
   * @throws KafkaException if Kafka does not take records
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  public void send(LogRecord record) throws IOException {
    requireHealthy();
    String topic = target.topics().getOrDefault(record.topic(), record.topic());
    Integer count = partitions.get(topic);
    if (count == null) {
      count = partitionsOf(topic);
      partitions.put(topic, count);
    }
    sent.merge(topic, 1L, Long::sum);
    producer.send(
        new ProducerRecord<>(
            topic,
            partition(record, count),
            target.keepsTimestamps() && record.timestampMillis() >= 0
                ? record.timestampMillis()
                : null,
            record.key(),
            record.value(),
            record.headers()),
        (metadata, exception) -> {
          if (exception == null) {
            taken.incrementAndGet();
          } else {
            failure.compareAndSet(null, exception);
          }
        });
  }

  private static @Nullable Integer partition(LogRecord record, int count) {
    if (record.partition() < 0) {
      return null;
    }
    if (record.partition() < count) {
      return record.partition();
    }
    return record.key() == null ? record.partition() % count : null;
  }

  private int partitionsOf(String topic) throws IOException {
    try {
      return await(
              () ->
                  admin
                      .describeTopics(List.of(topic))
                      .topicNameValues()
                      .values()
                      .iterator()
                      .next()
                      .get())
          .partitions()
          .size();
    } catch (UnknownTopicOrPartitionException e) {
      if (target.createdPartitions() == 0) {
        throw new IOException(
            "the topic " + topic + " is not there; make it, or let replay --create-topics do so",
            e);
      }
      NewTopic made =
          new NewTopic(topic, Optional.of(target.createdPartitions()), Optional.empty());
      await(() -> admin.createTopics(List.of(made)).all().get());
      return target.createdPartitions();
    }
  }

  /** A request to the brokers. */
  private interface Request<T> {
    T send() throws ExecutionException, InterruptedException;
  }

  private static <T> T await(Request<T> request) {
    try {
      return request.send();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private void requireHealthy() {
    Exception failed = failure.get();
    if (failed != null) {
      throw failed instanceof KafkaException kafka ? kafka : new KafkaException(failed);
    }
  }

  /** Waits until Kafka has taken everything that was sent. */
  public void flush() {
    producer.flush();
    requireHealthy();
  }

  /** Records that Kafka has taken. */
  public long taken() {
    return taken.get();
  }

  /** Records sent, by topic. */
  Map<String, Long> sent() {
    return sent;
  }

  @Override
  public void close() {
    admin.close();
    producer.close();
  }
}

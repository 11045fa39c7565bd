package dev.freshet.localstack.bench.fresh;

import dev.freshet.localstack.bench.load.Load;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.Interaction;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events as they would occur now, at a steady rate and in a thread of its own until it is
 * closed, whatever becomes of the job that reads them. Some are by users whose lists are watched.
 */
public final class SteadyFeed implements AutoCloseable {

  private static final int WATCHED_USERS = 1_000;
  private static final int WATCHED_PER_SECOND = 10;
  private static final long TICK_NANOS = 5_000_000;
  private static final RedisKeys KEYS = RedisKeys.plain();

  private final KafkaProducer<byte[], byte[]> kafka;
  private final EventRecords records;
  private final Load load;
  private final int perSecond;
  private final RedisWatch watch;
  private final Thread sender;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean closed;
  private int watchedEvents;

  /** Begins to send. */
  public SteadyFeed(
      String bootstrapServers,
      String redisUri,
      Topics topics,
      LoadSettings settings,
      int perSecond) {
    kafka =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    records = new EventRecords(topics);
    load = new Load(settings);
    this.perSecond = perSecond;
    watch =
        new RedisWatch(
            redisUri,
            IntStream.range(0, WATCHED_USERS).mapToObj(user -> KEYS.rec(watched(user))).toList());
    sender = new Thread(this::run, "steady-feed");
    sender.setDaemon(true);
    sender.start();
  }

  private static String watched(int number) {
    return "watched-" + number % WATCHED_USERS;
  }

  /** Forgets what was seen, and what was sent and not seen. */
  public void begin() {
    watch.begin();
  }

  /**
   * The shortest time from an event's being sent until it was seen in its user's list, in
   * milliseconds, of all seen since {@link #begin}.
   *
   * @throws IllegalStateException if Kafka does not take events
   */
  public OptionalDouble freshestMillis() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Kafka did not take an event: " + failed, failed);
    }
    return watch.millis().stream().mapToDouble(Double::doubleValue).min();
  }

  private void run() {
    long begun = System.nanoTime();
    int every = Math.max(2, perSecond / WATCHED_PER_SECOND);
    try {
      for (long sent = 0; !closed; ) {
        long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
        for (; sent < due && !closed; sent++) {
          Interaction event = load.next(System.currentTimeMillis());
          send(sent % every == 0 ? watchedOr(event) : event);
        }
        TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  /** The same by a watched user, unless the last event of that user is still to be seen. */
  private Interaction watchedOr(Interaction event) {
    String user = watched(watchedEvents++);
    String key = KEYS.rec(user);
    if (watch.expects(key)) {
      return event;
    }
    watch.expect(key, event.atMillis());
    return Interaction.click("watched-" + watchedEvents, user, event.item(), event.atMillis());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  private void send(Interaction event) {
    ProducerRecord<byte[], byte[]> record = records.of(event);
    kafka.send(
        record,
        (metadata, exception) -> {
          if (exception != null && !closed) {
            failure.set(exception);
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kafka.close();
    watch.close();
  }
}

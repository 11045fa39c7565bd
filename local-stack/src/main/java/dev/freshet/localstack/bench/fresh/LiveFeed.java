package dev.freshet.localstack.bench.fresh;

import dev.freshet.localstack.bench.load.Load;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.Interaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events at a steady rate, a few of them by users whose lists are watched. Event time goes on
 * where a log ended, a second in a second.
 */
public final class LiveFeed implements AutoCloseable {

  private static final int WATCHED_USERS = 1_000;
  private static final int WATCHED_PER_SECOND = 250;
  private static final long TICK_NANOS = 1_000_000;
  private static final RedisKeys KEYS = RedisKeys.plain();

  private final KafkaProducer<byte[], byte[]> kafka;
  private final EventRecords records;
  private final Load load;
  private final long startMillis;
  private final RedisWatch watch;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private int watchedEvents;

  /**
   * What was measured.
   *
   * @param perSecond events really sent in a second
   * @param millis from sent to seen, of each event that was watched
   * @param missing watched events that were never seen
   */
  public record Seen(double perSecond, List<Double> millis, int missing) {}

  public LiveFeed(String bootstrapServers, String redisUri, Topics topics, LoadSettings log) {
    kafka =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    records = new EventRecords(topics);
    // Its own seed gives its events ids that the log does not have.
    load = new Load(log.withSeed(log.seed() + 1));
    startMillis = Load.endMillis(log) + 1;
    watch =
        new RedisWatch(
            redisUri,
            IntStream.range(0, WATCHED_USERS).mapToObj(user -> KEYS.rec(watched(user))).toList());
  }

  private static String watched(int number) {
    return "watched-" + number;
  }

  /**
   * Sends for a while, of which only the last part is measured.
   *
   * @throws IllegalStateException if Kafka does not take an event
   */
  public Seen run(double perSecond, double warmUpSeconds, double seconds)
      throws InterruptedException {
    long begun = System.nanoTime();
    send(perSecond, begun, 0.0, warmUpSeconds);
    watch.begin();
    long measured = System.nanoTime();
    long sent = send(perSecond, begun, warmUpSeconds, warmUpSeconds + seconds);
    double took = (System.nanoTime() - measured) / 1e9;
    kafka.flush();
    for (int waited = 0; waited < 100 && watch.missing() > 0; waited++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return new Seen(sent / took, watch.millis(), watch.missing());
  }

  private long send(double perSecond, long begun, double from, double to)
      throws InterruptedException {
    long due = (long) (from * perSecond);
    long sent = due;
    long last = (long) (to * perSecond);
    double watchedShare = Math.min(0.5, WATCHED_PER_SECOND / perSecond);
    double watchedDue = 0.0;
    while (sent < last) {
      due = Math.min(last, (long) ((System.nanoTime() - begun) / 1e9 * perSecond));
      for (; sent < due; sent++) {
        long atMillis = startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        watchedDue += watchedShare;
        if (watchedDue >= 1) {
          watchedDue--;
          sendWatched(load.next(atMillis));
        } else {
          send(records.of(load.next(atMillis)));
        }
      }
      TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
    }
    return sent - (long) (from * perSecond);
  }

  private void sendWatched(Interaction like) {
    String user = watched(watchedEvents++ % WATCHED_USERS);
    Interaction event =
        Interaction.click("watched-" + watchedEvents, user, like.item(), like.atMillis());
    ProducerRecord<byte[], byte[]> record = records.of(event);
    watch.expect(KEYS.rec(user), event.atMillis());
    send(record);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  private void send(ProducerRecord<byte[], byte[]> record) {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Kafka did not take an event", failed);
    }
    kafka.send(
        record,
        (metadata, exception) -> {
          if (exception != null) {
            failure.set(exception);
          }
        });
  }

  @Override
  public void close() {
    kafka.close();
    watch.close();
  }
}

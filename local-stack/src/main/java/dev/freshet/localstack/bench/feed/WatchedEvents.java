package dev.freshet.localstack.bench.feed;

import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.Interaction;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends events, those of some users so that it is seen when the users' lists know of them. */
final class WatchedEvents implements AutoCloseable {

  private static final int USERS = 1_000;
  private static final RedisKeys KEYS = RedisKeys.plain();

  private final KafkaSender kafka;
  private final EventRecords records;
  private final RedisWatch watch;
  private int count;

  WatchedEvents(String bootstrapServers, String redisUri, Topics topics) {
    kafka = new KafkaSender(bootstrapServers, Map.of());
    records = new EventRecords(topics);
    watch =
        new RedisWatch(
            redisUri,
            IntStream.range(0, USERS).mapToObj(number -> KEYS.rec(user(number))).toList());
  }

  private static String user(int number) {
    return "watched-" + number % USERS;
  }

  KafkaSender kafka() {
    return kafka;
  }

  RedisWatch watch() {
    return watch;
  }

  void send(Interaction event) {
    kafka.send(records.of(event));
  }

  /** Sends the same as an event of the watched user whose turn it is. */
  void sendWatched(Interaction like) {
    String user = user(count++);
    Interaction event = Interaction.click("watched-" + count, user, like.item(), like.atMillis());
    ProducerRecord<byte[], byte[]> record = records.of(event);
    watch.expect(KEYS.rec(user), event.atMillis());
    kafka.send(record);
  }

  /** Sends it watched, or as it is if the last event of the watched user is still to be seen. */
  void sendWatchedInTurn(Interaction event) {
    if (watch.expects(KEYS.rec(user(count)))) {
      count++;
      send(event);
    } else {
      sendWatched(event);
    }
  }

  @Override
  public void close() {
    kafka.close();
    watch.close();
  }
}

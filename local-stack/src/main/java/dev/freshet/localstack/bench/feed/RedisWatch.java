package dev.freshet.localstack.bench.feed;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees when the lists of certain users are written. Redis tells of each write of their keys, so
 * that nothing is polled; only then is the list fetched, to see how new it is.
 */
final class RedisWatch implements AutoCloseable {

  private static final String CHANNEL = "__keyspace@0__:";
  private static final Pattern AS_OF = Pattern.compile("\"asOf\":(\\d+)");

  private final RedisClient client;
  private final StatefulRedisPubSubConnection<String, String> writes;
  private final RedisAsyncCommands<String, String> lists;
  private final Map<String, Expected> expected = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();

  /** An event that was sent and is not seen yet. */
  private record Expected(long atMillis, long sentNanos) {}

  RedisWatch(String uri, Collection<String> keys) {
    client = RedisClient.create(uri);
    lists = client.connect().async();
    client.connect().sync().configSet("notify-keyspace-events", "K$");
    writes = client.connectPubSub();
    writes.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String command) {
            written(channel.substring(CHANNEL.length()), System.nanoTime());
          }
        });
    writes.sync().subscribe(keys.stream().map(key -> CHANNEL + key).toArray(String[]::new));
  }

  /** Tells that an event is being sent that will be seen at this key. */
  void expect(String key, long atMillis) {
    expected.put(key, new Expected(atMillis, System.nanoTime()));
  }

  /** Whether an event is still to be seen at this key. */
  boolean expects(String key) {
    return expected.containsKey(key);
  }

  private void written(String key, long atNanos) {
    Expected event = expected.get(key);
    if (event != null) {
      lists.get(key).thenAccept(list -> seen(key, event, list, atNanos));
    }
  }

  private void seen(String key, Expected event, String list, long atNanos) {
    Matcher asOf = AS_OF.matcher(list);
    // A list may be written again for an older event.
    if (asOf.find()
        && Long.parseLong(asOf.group(1)) >= event.atMillis()
        && expected.remove(key, event)) {
      millis.add((atNanos - event.sentNanos()) / 1e6);
    }
  }

  /** Forgets what was seen and what is expected. */
  void begin() {
    expected.clear();
    millis.clear();
  }

  /** What was seen, in milliseconds each. */
  List<Double> millis() {
    return List.copyOf(millis);
  }

  /** How many events were not seen yet. */
  int missing() {
    return expected.size();
  }

  @Override
  public void close() {
    client.shutdown();
  }
}

package dev.freshet.localstack.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.up.Pace;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads as a frontend does, all the while: lists of users who acted a moment ago, by the function
 * and by {@code GET}, and the pulse. Each is to be whole, without an error, and never older than
 * before.
 */
final class Reader implements AutoCloseable {

  /** Longer than the machine is busy for a moment: how long a read takes is nothing to test. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final double PER_SECOND = 150;
  private static final double STALE_SECONDS = 3.0;
  private static final int PLACES = 20;
  private static final int KEPT_ERRORS = 5;
  private static final String PULSE = "pulse";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClientResources resources =
      DefaultClientResources.builder()
          .reconnectDelay(Delay.constant(Duration.ofMillis(100)))
          .build();
  private final RedisClient client;
  private final RedisCommands<String, String> redis;
  private final Queue<Flow.Sent> unseen;
  private final Map<String, Long> newest = new HashMap<>();
  private final Thread thread = new Thread(this::run, "reader");
  private Seen seen = new Seen();
  private long lastStaleNanos = System.nanoTime();

  /** What was seen since the last time. */
  static final class Seen {
    long reads;
    long away;
    long older;
    double stalestSeconds;
    final List<String> errors = new ArrayList<>();
    long errorCount;

    private void error(String what) {
      errorCount++;
      if (errors.size() < KEPT_ERRORS) {
        errors.add(what);
      }
    }
  }

  Reader(String redisUri, Queue<Flow.Sent> unseen) {
    RedisURI uri = RedisURI.create(redisUri);
    uri.setTimeout(PATIENCE);
    client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    redis = client.connect().sync();
    this.unseen = unseen;
    thread.start();
  }

  /** What was seen since the last call. */
  synchronized Seen take() {
    Seen taken = seen;
    seen = new Seen();
    return taken;
  }

  /** What is missing for how long, and what readers were told. */
  synchronized String trouble() {
    Flow.Sent oldest = unseen.peek();
    return """
        %d events are missing; the oldest, of %s, for %.1f s; the list is as of %d ms before it; \
        %d of %d reads were not answered; readers were told %s"""
        .formatted(
            unseen.size(),
            oldest == null ? "nobody" : oldest.user(),
            oldest == null ? 0.0 : oldest.ageSeconds(),
            oldest == null ? 0L : oldest.atMillis() - newest.getOrDefault(oldest.user(), 0L),
            seen.away,
            seen.reads,
            seen.errors);
  }

  /** When an event was last missing in its user's list for too long, by {@link System#nanoTime}. */
  synchronized long lastStaleNanos() {
    return lastStaleNanos;
  }

  private void run() {
    Pace pace = new Pace(PER_SECOND);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        pace.await();
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    Flow.Sent oldest = unseen.peek();
    if (oldest == null) {
      return;
    }
    String user = oldest.user();
    seen.reads++;
    try {
      readList(user);
      if (seen.reads % PLACES == 0) {
        remember(PULSE, redis.get(PULSE));
      }
      while (oldest != null && newest.getOrDefault(oldest.user(), -1L) >= oldest.atMillis()) {
        unseen.remove();
        oldest = unseen.peek();
      }
    } catch (RedisCommandExecutionException e) {
      answered(String.valueOf(e.getMessage()));
    } catch (RedisException e) {
      seen.away++;
    } catch (IOException | RuntimeException e) {
      seen.error(user + ": " + e);
    }
    age(oldest);
  }

  private void answered(String error) {
    if (error.startsWith("LOADING") || error.startsWith("MASTERDOWN")) {
      seen.away++;
    } else {
      seen.error(error);
    }
  }

  private void age(Flow.@Nullable Sent oldest) {
    double seconds = oldest == null ? 0 : oldest.ageSeconds();
    seen.stalestSeconds = Math.max(seen.stalestSeconds, seconds);
    if (seconds > STALE_SECONDS) {
      lastStaleNanos = System.nanoTime();
    }
  }

  private void readList(String user) throws IOException {
    String key = RedisKeys.plain().rec(user);
    JsonNode document = remember(key, redis.get(key));
    if (document != null) {
      RecDocument.of(document);
    }
    List<List<String>> rows =
        redis.fcallReadOnly(
            RedisKeys.RECOMMEND,
            ScriptOutputType.MULTI,
            new String[] {key, PULSE},
            Integer.toString(PLACES));
    Set<String> items = new HashSet<>();
    for (List<String> row : rows) {
      if (row.size() != 3 || !items.add(row.get(0)) || row.get(2).startsWith("fallback")) {
        seen.error(user + " reads " + row);
      }
    }
  }

  /** Reads a document, and compares its age with what was read before. */
  private @Nullable JsonNode remember(String key, @Nullable String text) throws IOException {
    JsonNode document = text == null ? null : JSON.readTree(text);
    long asOf = document == null ? -1 : document.path("asOf").asLong(-1);
    String name = key.startsWith("rec:") ? key.substring("rec:".length()) : key;
    Long before = asOf < 0 ? newest.get(name) : newest.put(name, asOf);
    if (before != null && asOf < before) {
      seen.older++;
    }
    return document;
  }

  @Override
  public void close() {
    thread.interrupt();
    client.shutdown();
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}

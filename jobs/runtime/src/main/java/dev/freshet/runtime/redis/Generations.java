package dev.freshet.runtime.redis;

import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells by the markers in Redis whether documents are lost, and begins another generation then,
 * which is known to everybody by the same markers.
 *
 * <p>There is a marker with each hash tag. A server that has been started anew, or has taken the
 * place of another, may lack what was written last: it is not the one that the marker tells. A slot
 * that was moved brings its marker along from a master that is still there, and has lost nothing.
 */
final class Generations {

  /** Sets a marker unless somebody else has; replies with the one that is there then. */
  private static final String REPLACE =
      """
      local held = redis.call('GET', KEYS[1]) or ''
      if held ~= ARGV[1] then return held end
      redis.call('SET', KEYS[1], ARGV[2])
      return ARGV[2]
      """;

  private static final String NONE = "";

  private final RedisKeys keys;
  private final Duration timeout;

  Generations(RedisSettings settings) {
    keys = settings.keys();
    timeout = settings.timeout();
  }

  /**
   * Looks at all markers.
   *
   * @param known the latest generation that is known
   * @return the generation that is to be in Redis now
   */
  long look(RedisLink link, long known)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, RedisServer> servers = servers(link);
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, String> text : texts(link).entrySet()) {
      RedisServer server = servers.get(link.addressOf(text.getKey()));
      if (server == null) {
        throw new IllegalStateException("the masters of the cluster have changed");
      }
      places.add(new Place(text.getKey(), text.getValue(), server));
    }
    return mend(link, places, known, runs(servers));
  }

  private static Set<String> runs(Map<String, RedisServer> servers) {
    return servers.values().stream().map(RedisServer::run).collect(Collectors.toSet());
  }

  private long mend(RedisLink link, List<Place> places, long known, Set<String> runs)
      throws InterruptedException, ExecutionException, TimeoutException {
    long latest = places.stream().mapToLong(Place::generation).max().orElse(0L);
    boolean isLost = latest < known || places.stream().anyMatch(place -> place.isLost(runs));
    long next = Math.max(System.currentTimeMillis(), Math.max(latest, known) + 1);
    long held = 0L;
    for (Place place : places) {
      if (isLost) {
        held = Math.max(held, replace(link, place, next));
      } else {
        held = Math.max(held, place.isMoved() ? replace(link, place, latest) : place.generation());
      }
    }
    return held;
  }

  /** A marker's place, with its text, which is empty if it is not there. */
  private record Place(
      String key, String text, @Nullable GenerationMarker marker, RedisServer server) {

    private Place(String key, String text, RedisServer server) {
      this(key, text, GenerationMarker.parse(text), server);
    }

    private long generation() {
      return marker == null ? 0L : marker.generation();
    }

    private boolean isLost(Set<String> runs) {
      return marker == null || !runs.contains(marker.run()) || marker.isBeforeEvictionAt(server);
    }

    private boolean isMoved() {
      return marker != null && !marker.run().equals(server.run());
    }
  }

  private Map<String, RedisServer> servers(RedisLink link)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, RedisServer> servers = new LinkedHashMap<>();
    for (var master : link.masters().entrySet()) {
      servers.put(master.getKey(), RedisServer.at(master.getValue(), timeout));
    }
    return servers;
  }

  /** What each marker says; empty for one that is not there. */
  private Map<String, String> texts(RedisLink link)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, CompletionStage<String>> replies = new LinkedHashMap<>();
    for (String key : keys.generation()) {
      replies.put(key, link.commands().get(key));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, CompletionStage<String>> reply : replies.entrySet()) {
      @Nullable String text = link.await(reply.getValue(), timeout);
      texts.put(reply.getKey(), Objects.requireNonNullElse(text, NONE));
    }
    return texts;
  }

  /** Tells the generation that is held then, which may be somebody else's. */
  private long replace(RedisLink link, Place place, long generation)
      throws InterruptedException, ExecutionException, TimeoutException {
    String marker = GenerationMarker.of(generation, place.server()).toString();
    CompletionStage<String> reply =
        link.commands()
            .eval(
                REPLACE, ScriptOutputType.VALUE, new String[] {place.key()}, place.text(), marker);
    GenerationMarker held =
        GenerationMarker.parse(Objects.requireNonNull(link.await(reply, timeout)));
    return held == null ? 0L : held.generation();
  }
}

package dev.freshet.localstack.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Redis as a platform's frontend does. */
final class Frontend implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RedisClient client;
  private final RedisCommands<String, String> redis;
  private final RedisKeys keys;

  Frontend(String redisUri, RedisKeys keys) {
    client = RedisClient.create(redisUri);
    redis = client.connect().sync();
    this.keys = keys;
  }

  /**
   * A place of a list.
   *
   * @param item the item
   * @param reason why it is there
   */
  record Place(String item, String reason) {}

  /** The user's list; empty while the job has not loaded the reader yet. */
  List<Place> read(String user, int places) {
    try {
      List<List<String>> rows =
          redis.fcallReadOnly(
              RedisKeys.RECOMMEND,
              ScriptOutputType.MULTI,
              new String[] {keys.rec(user), keys.pulseFor(user)},
              Integer.toString(places));
      return rows.stream().map(row -> new Place(row.get(0), row.get(2))).toList();
    } catch (RedisCommandExecutionException e) {
      return List.of();
    }
  }

  /** The user's candidates, or nothing if there are none. */
  List<String> candidates(String user) throws IOException {
    RecDocument document = document(user);
    return document == null ? List.of() : document.items();
  }

  /** Event time of what the user's list knows, epoch milliseconds, or −1 without a list. */
  long asOf(String user) throws IOException {
    RecDocument document = document(user);
    return document == null ? -1 : document.asOfMillis();
  }

  /** The user's stickiness, empty for a user not known. */
  Map<String, String> stickiness(String user) {
    return redis.hgetall(keys.stickiness(user));
  }

  /** What the user has earned, empty for one of whom nothing is known. */
  Map<String, String> earned(String user) {
    return redis.hgetall(keys.engagement(user));
  }

  /** What an experiment shows, for people; empty while nothing is known of it. */
  Optional<String> shows(String experiment) {
    String document = redis.get(keys.experiment(experiment));
    if (document == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(document);
      List<String> variants = new ArrayList<>();
      json.path("variants")
          .forEach(
              each ->
                  variants.add(
                      "%s %,d".formatted(each.path("name").asText(), each.path("users").asLong())));
      return Optional.of(
          experiment
              + " ("
              + String.join(", ", variants)
              + " users): "
              + json.path("text").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is known of " + experiment + " cannot be read", e);
    }
  }

  private @Nullable RecDocument document(String user) throws IOException {
    String document = redis.get(keys.rec(user));
    return document == null ? null : RecDocument.of(JSON.readTree(document));
  }

  @Override
  public void close() {
    client.shutdown();
  }
}

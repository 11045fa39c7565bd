package dev.freshet.localstack.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.run.GoldenLogs;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares a dump with a real Redis. */
class DiffLiveIT {

  private static final Path DUMP = GoldenLogs.expected("in-order");
  private static final String PREFIX = "school[1]:";

  private EmbeddedRedis server;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;

  @BeforeEach
  void fillRedis() throws IOException {
    server = EmbeddedRedis.start();
    client = RedisClient.create(server.uri());
    connection = client.connect();
    redis().set("of somebody else", "anything");
    for (String line : Files.readAllLines(DUMP)) {
      write(new ObjectMapper().readTree(line));
    }
  }

  private RedisCommands<String, String> redis() {
    return connection.sync();
  }

  /** Every other key has a hash tag, as on a cluster. */
  private void write(JsonNode entry) {
    String tag = entry.path("key").asText().length() % 2 == 0 ? "{3}" : "";
    String key = PREFIX + tag + entry.path("key").asText();
    for (Map.Entry<String, JsonNode> each : entry.path("value").properties()) {
      switch (entry.path("type").asText()) {
        case "hash" -> redis().hset(key, each.getKey(), each.getValue().asText());
        case "zset" -> redis().zadd(key, each.getValue().asDouble(), each.getKey());
        default -> redis().set(key, entry.path("value").toString());
      }
    }
  }

  @AfterEach
  void stopRedis() {
    connection.close();
    client.shutdown();
    server.close();
  }

  private CommandRun diff() {
    return CommandRun.of(new DiffCommand(), DUMP.toString(), server.uri(), "--prefix", PREFIX);
  }

  @Test
  void findsInRedisWhatTheDumpHas() {
    CommandRun run = diff();

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("no difference")
        .contains("mean overlap of the first 10 places 1.0000");
  }

  @Test
  void tellsWhatIsDifferentInRedis() {
    String user = redis().keys("*stickiness:u0").get(0);
    redis().hset(user, "score", "1");
    redis().zadd(redis().keys("*stickiness:top").get(0), 99.5, "u1");

    CommandRun run = diff();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("2 differ, 0 only in the first, 0 only in the second")
        .contains("stickiness:u0  score: ")
        .contains("stickiness:top  member u1: ")
        .contains(" against 99.5");
  }

  @Test
  void namesARedisThatDoesNotAnswer() {
    server.stop();

    CommandRun run = diff();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("diff: " + server.uri()).contains("Connection refused");
  }
}

package dev.freshet.localstack.faults;

import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/** Commands to a server itself, past all proxies. */
final class Redis {

  private Redis() {}

  static <T> T ask(EmbeddedRedis server, Function<RedisCommands<String, String>, T> question) {
    try (RedisClient client = RedisClient.create(server.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    }
  }
}

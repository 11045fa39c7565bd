package dev.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {

  @Test
  void isARedisThatHasFunctions() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      String server = ask(redis, commands -> commands.info("server"));

      assertThat(server).contains("redis_version:7.");
    }
  }

  @Test
  void isEmptyAfterARestartWithoutADirectory() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      ask(redis, commands -> commands.set("algebra", "1"));
      redis.restart();
      List<String> keys = ask(redis, commands -> commands.keys("*"));

      assertThat(keys).isEmpty();
    }
  }

  @Test
  void findsEverythingAgainInItsDirectory(@TempDir Path directory) {
    try (EmbeddedRedis redis = EmbeddedRedis.start(0, directory)) {
      ask(redis, commands -> commands.set("algebra", "1"));
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(0, directory)) {
      String value = ask(redis, commands -> commands.get("algebra"));

      assertThat(value).isEqualTo("1");
    }
  }

  @Test
  void saysThatItsPortIsTaken() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      int taken = redis.port();

      assertThatThrownBy(() -> EmbeddedRedis.start(taken))
          .hasMessage("port " + taken + " is taken");
    }
  }

  @Test
  void isGoneWhenClosed() {
    EmbeddedRedis redis = EmbeddedRedis.start();
    redis.close();

    assertThatThrownBy(() -> ask(redis, RedisCommands::ping))
        .isInstanceOf(RedisConnectionException.class);
  }

  @Test
  void endsWhatAKilledJvmHasLeftRunning(@TempDir Path directory) {
    assertThat(EmbeddedRedis.endOrphan(directory)).isFalse();
    EmbeddedRedis orphan = EmbeddedRedis.start(0, directory);
    ask(orphan, commands -> commands.set("algebra", "1"));

    assertThat(EmbeddedRedis.endOrphan(directory)).isTrue();
    assertThatThrownBy(() -> ask(orphan, RedisCommands::ping))
        .isInstanceOf(RedisConnectionException.class);
    assertThat(EmbeddedRedis.endOrphan(directory)).isFalse();
    orphan.close();
  }

  private static <T> T ask(
      EmbeddedRedis redis, Function<RedisCommands<String, String>, T> question) {
    try (RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    }
  }
}

package dev.freshet.runtime.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Open connections to one Redis, or to every master of a Redis Cluster. */
interface RedisLink extends AutoCloseable {

  Duration CLOSING = Duration.ofSeconds(2);

  /** What the connections belong to. */
  AbstractRedisClient client();

  /** The commands for one batch, each sent where its key is. They may wait for {@link #flush}. */
  RedisClusterAsyncCommands<String, String> commands();

  /** The servers that take writes now, by address. */
  Map<String, StatefulRedisConnection<String, String>> masters();

  /** Which of the {@link #masters} has a key. */
  String addressOf(String key);

  /**
   * Sends what waits on one server, and returns the reply to a command for it.
   *
   * @throws TimeoutException if there is none in time
   */
  static <T> T await(
      RedisFuture<T> reply, StatefulRedisConnection<String, String> server, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    server.flushCommands();
    return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Sends what waits. */
  void flush();

  /**
   * Sends what waits, and returns the reply to a command of {@link #commands}.
   *
   * @throws TimeoutException if there is none in time
   */
  default <T> T await(CompletionStage<T> reply, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    flush();
    return reply.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Gives up what is under way. */
  @Override
  default void close() {
    close(client());
  }

  /** Gives up a client that may have no connections. */
  static void close(AbstractRedisClient client) {
    client.shutdown(Duration.ZERO, CLOSING);
  }
}

package dev.freshet.runtime.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** Open connections to one Redis, or to every master of a Redis Cluster. */
interface RedisLink extends AutoCloseable {

  /** The commands for one batch, each sent where its key is. They may wait for {@link #flush}. */
  RedisClusterAsyncCommands<String, String> commands();

  /** The servers that take writes now, by address. */
  Map<String, StatefulRedisConnection<String, String>> masters();

  /** Sends what waits. */
  void flush();

  /** Gives up what is under way. */
  @Override
  void close();
}

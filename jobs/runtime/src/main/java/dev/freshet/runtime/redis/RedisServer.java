package dev.freshet.runtime.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What a Redis server tells of itself.
 *
 * @param run another one after each start of the server
 * @param evicted how many keys it has thrown out for want of memory since its start
 * @param hasRoom whether it has memory for more
 */
record RedisServer(String run, long evicted, boolean hasRoom) {

  /** One that does not tell us. */
  private static final RedisServer SILENT = new RedisServer("unknown", 0L, true);

  /** So much of the memory that it may use can be in use before it has no room. */
  private static final double FULL = 0.9;

  /**
   * @throws IllegalStateException if it takes no writes
   */
  static RedisServer at(StatefulRedisConnection<String, String> server, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return of(RedisLink.await(server.async().info(), server, timeout));
    } catch (ExecutionException e) {
      if (RedisError.of(e).isOfOneCommand()) {
        return SILENT;
      }
      throw e;
    }
  }

  private static RedisServer of(String info) {
    Map<String, String> properties =
        info.lines()
            .filter(line -> line.indexOf(':') > 0)
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1),
                    (first, second) -> first));
    if (!properties.getOrDefault("role", "master").equals("master")) {
      // A connection may outlast the failover by which its server became one.
      throw new IllegalStateException("the server is a replica now");
    }
    long most = number(properties, "maxmemory");
    return new RedisServer(
        properties.getOrDefault("run_id", SILENT.run()),
        number(properties, "evicted_keys"),
        most == 0 || number(properties, "used_memory") < FULL * most);
  }

  private static long number(Map<String, String> properties, String name) {
    return Long.parseLong(properties.getOrDefault(name, "0"));
  }
}

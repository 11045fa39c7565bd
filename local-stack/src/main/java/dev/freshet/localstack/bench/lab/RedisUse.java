package dev.freshet.localstack.bench.lab;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a Redis server has been asked to do, as it counts it itself. */
public final class RedisUse implements AutoCloseable {

  /** The commands that jobs write with. */
  private static final Set<String> WRITES =
      Set.of("set", "hset", "del", "expire", "zadd", "zrem", "sadd", "srem");

  private final RedisClient client;
  private final RedisCommands<String, String> redis;
  private double cpuSecondsBefore;

  /**
   * What was done.
   *
   * @param writes commands that wrote something
   * @param bytesIn bytes received
   * @param keys keys there are now
   * @param memoryBytes memory that the data takes
   * @param cpuSeconds processor time of the server
   */
  public record Used(long writes, long bytesIn, long keys, long memoryBytes, double cpuSeconds) {}

  RedisUse(String uri) {
    client = RedisClient.create(uri);
    redis = client.connect().sync();
  }

  /** Forgets all data and all counts. */
  void empty() {
    redis.flushall();
    redis.configResetstat();
    cpuSecondsBefore = cpuSeconds(info("cpu"));
  }

  Used sinceEmpty() {
    Map<String, String> commands = info("commandstats");
    long writes =
        commands.entrySet().stream()
            .filter(entry -> WRITES.contains(entry.getKey().replace("cmdstat_", "")))
            .mapToLong(entry -> Long.parseLong(entry.getValue().replaceAll("calls=(\\d+).*", "$1")))
            .sum();
    return new Used(
        writes,
        Long.parseLong(info("stats").getOrDefault("total_net_input_bytes", "0")),
        redis.dbsize(),
        Long.parseLong(info("memory").getOrDefault("used_memory", "0")),
        cpuSeconds(info("cpu")) - cpuSecondsBefore);
  }

  private static double cpuSeconds(Map<String, String> cpu) {
    return Double.parseDouble(cpu.getOrDefault("used_cpu_user", "0"))
        + Double.parseDouble(cpu.getOrDefault("used_cpu_sys", "0"));
  }

  private Map<String, String> info(String section) {
    Map<String, String> values = new TreeMap<>();
    redis
        .info(section)
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    return values;
  }

  @Override
  public void close() {
    client.shutdown();
  }
}

package dev.freshet.localstack.up;

import dev.freshet.localstack.simulator.HomeVisit;
import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The home page of a platform: it reads a user's list as frontends do, with the variant that the
 * user has of an experiment.
 */
public final class HomePage implements HomeVisit.Lists, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HomePage.class);

  /** Where a row has why its item is there. */
  private static final int REASON = 2;

  /** Where a row has the chance of its item, where one was drawn. */
  private static final int CHANCE = 3;

  private final RedisClient client;
  private final RedisCommands<String, String> redis;
  private final RedisKeys keys;

  public HomePage(String redisUri, RedisKeys keys) {
    client = RedisClient.create(redisUri);
    redis = client.connect().sync();
    this.keys = keys;
  }

  /** Nothing while the job has not loaded the reader yet, or Redis is away. */
  @Override
  public Optional<HomeVisit.Page> page(String user, String placement, int size) {
    try {
      List<List<String>> reply =
          redis.fcallReadOnly(
              RedisKeys.RECOMMEND,
              ScriptOutputType.MULTI,
              new String[] {keys.rec(user), keys.pulseFor(user)},
              Integer.toString(size),
              "PLACEMENT",
              placement,
              "WITHVARIANT");
      return Optional.of(page(reply));
    } catch (RedisCommandInterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (RedisException e) {
      LOG.debug("No list", e);
      return Optional.empty();
    }
  }

  private static HomeVisit.Page page(List<List<String>> reply) {
    List<String> served = reply.get(0);
    List<List<String>> rows = reply.subList(1, reply.size());
    return new HomeVisit.Page(
        rows.stream().map(row -> row.get(0)).toList(),
        served.isEmpty() ? Map.of() : Map.of(served.get(0), served.get(1)),
        rows.stream()
            .filter(row -> row.size() > CHANCE)
            .map(row -> Double.valueOf(row.get(CHANCE)))
            .toList(),
        rows.stream().map(row -> row.get(REASON)).toList());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}

package dev.freshet.runtime.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one Redis or one Redis Cluster, made anew after every failure. For one thread.
 *
 * <p>Lettuce's own reconnection stays off: it would send again what was under way, perhaps after
 * something newer.
 */
final class RedisSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisSession.class);

  /** Prefixes of transient errors: the server starts, fails over, or is out of memory. */
  private static final Set<String> PASSING =
      Set.of(
          "BUSY",
          "CLUSTERDOWN",
          "LOADING",
          "MASTERDOWN",
          "MISCONF",
          "NOREPLICAS",
          "OOM",
          "READONLY",
          "TRYAGAIN",
          "UNBLOCKED");

  private static final Set<String> DENIED = Set.of("NOAUTH", "WRONGPASS", "NOPERM");

  private final RedisSettings settings;
  private final List<RedisLibrary> libraries;
  private final RedisURI uri;
  private @Nullable Link link;
  private @Nullable String lastAddress;

  RedisSession(RedisSettings settings, List<RedisLibrary> libraries) {
    this.settings = settings;
    this.libraries = libraries;
    uri = RedisURI.create(settings.uri());
    uri.setTimeout(settings.timeout());
    uri.setClientName("freshet");
    if (!settings.password().isEmpty()) {
      @Nullable String username = settings.username().isEmpty() ? null : settings.username();
      uri.setCredentialsProvider(
          new StaticCredentialsProvider(username, settings.password().toCharArray()));
    }
  }

  /** An open connection that sends only when told to. */
  private record Link(
      AbstractRedisClient client,
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands) {}

  /** Where Redis is, for messages; without credentials. */
  String address() {
    return uri.toString();
  }

  /**
   * Connects if there is no connection, and loads the libraries that are missing or outdated.
   *
   * @throws RedisAwayException if it may work later
   * @throws RedisRefusedException if it never will
   */
  void serve() throws InterruptedException, RedisAwayException, RedisRefusedException {
    try {
      Link current = link();
      for (RedisLibrary library : libraries) {
        keepLoaded(library, current);
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * Sends writes and waits until all are acknowledged.
   *
   * @throws RedisAwayException if it may work later; some of the writes may have been done
   * @throws RedisRefusedException if it never will
   */
  void send(List<RedisWrite> writes)
      throws InterruptedException, RedisAwayException, RedisRefusedException {
    if (link == null) {
      // A Redis that comes back may have lost its functions.
      serve();
    }
    try {
      Link current = link();
      List<CompletionStage<?>> replies = new ArrayList<>(writes.size());
      for (RedisWrite write : writes) {
        replies.add(start(write, current.commands()));
      }
      current.connection().flushCommands();
      long deadline = System.nanoTime() + settings.timeout().toNanos();
      for (CompletionStage<?> reply : replies) {
        reply.toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw failed(e);
    }
  }

  private static CompletionStage<?> start(
      RedisWrite write, RedisClusterAsyncCommands<String, String> commands) {
    String key = write.key();
    return switch (write.kind()) {
      case STRING -> set(write, commands);
      case HASH -> commands.hset(key, write.fields());
      case MEMBER ->
          commands
              .zadd(key, write.score(), write.value())
              .thenCombine(
                  commands.zremrangebyrank(key, 0L, -1L - write.most()), (added, removed) -> added);
      case NO_MEMBER -> commands.zrem(key, write.value());
      case NOTHING -> commands.del(key);
    };
  }

  private static RedisFuture<String> set(
      RedisWrite write, RedisClusterAsyncCommands<String, String> commands) {
    return write.ttlMillis() > 0
        ? commands.set(write.key(), write.value(), SetArgs.Builder.px(write.ttlMillis()))
        : commands.set(write.key(), write.value());
  }

  private void keepLoaded(RedisLibrary library, Link current)
      throws InterruptedException, ExecutionException, TimeoutException {
    @Nullable String loaded = loadedVersion(library, current);
    if (loaded == null || library.isNewerThan(loaded)) {
      await(current.commands().functionLoad(library.code(), true), current);
      LOG.info(
          "Loaded the function library {} {} into Redis at {}, which had {}",
          library.name(),
          library.version(),
          address(),
          loaded == null ? "none" : loaded);
    }
  }

  private @Nullable String loadedVersion(RedisLibrary library, Link current)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      Object version =
          await(
              current
                  .commands()
                  .fcallReadOnly(library.versionFunction(), ScriptOutputType.VALUE, new String[0]),
              current);
      return String.valueOf(version);
    } catch (ExecutionException e) {
      if (String.valueOf(e.getMessage()).contains("Function not found")) {
        return null;
      }
      throw e;
    }
  }

  private <T> T await(RedisFuture<T> reply, Link current)
      throws InterruptedException, ExecutionException, TimeoutException {
    current.connection().flushCommands();
    return reply.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  private Link link() {
    Link current = link;
    if (current == null) {
      current = settings.cluster() ? clusterLink() : singleLink();
      link = current;
    }
    return current;
  }

  private Link singleLink() {
    RedisClient client = RedisClient.create(uri);
    try {
      client.setOptions(ClientOptions.builder().autoReconnect(false).build());
      StatefulRedisConnection<String, String> connection = client.connect();
      silencePredecessor(connection);
      connection.setAutoFlushCommands(false);
      return new Link(client, connection, connection.async());
    } catch (RuntimeException e) {
      shutDown(client);
      throw e;
    }
  }

  private Link clusterLink() {
    RedisClusterClient client = RedisClusterClient.create(uri);
    try {
      client.setOptions(ClusterClientOptions.builder().autoReconnect(false).build());
      StatefulRedisClusterConnection<String, String> connection = client.connect();
      connection.setAutoFlushCommands(false);
      return new Link(client, connection, connection.async());
    } catch (RuntimeException e) {
      shutDown(client);
      throw e;
    }
  }

  /** What a connection given up may still have in the server's buffer must not be done any more. */
  private void silencePredecessor(StatefulRedisConnection<String, String> connection) {
    try {
      if (lastAddress != null) {
        connection.sync().clientKill(KillArgs.Builder.addr(lastAddress));
      }
      lastAddress = addressIn(connection.sync().clientInfo());
    } catch (RedisCommandExecutionException e) {
      LOG.debug("This user may not kill connections", e);
    }
  }

  /** Our end of the connection, which no other client has, whatever has become of the server. */
  private static @Nullable String addressIn(String clientInfo) {
    for (String property : clientInfo.split(" ", -1)) {
      if (property.startsWith("addr=")) {
        return property.substring("addr=".length());
      }
    }
    return null;
  }

  private RedisAwayException failed(Throwable failure)
      throws InterruptedException, RedisRefusedException {
    disconnect();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (failure instanceof TimeoutException) {
      return new RedisAwayException(
          "no answer for " + settings.timeout().toMillis() + " ms", failure);
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    String code = message.split(" ", 2)[0];
    if (root instanceof RedisCommandExecutionException && !PASSING.contains(code)) {
      throw new RedisRefusedException(message + remedy(code, message), failure);
    }
    return new RedisAwayException(message, failure);
  }

  private static String remedy(String code, String message) {
    if (DENIED.contains(code)) {
      return "; check redis.username, redis.password and the rights of the user";
    }
    return message.contains("unknown command") ? "; Redis 7 or newer is needed" : "";
  }

  private void disconnect() {
    Link current = link;
    link = null;
    if (current != null) {
      shutDown(current.client());
    }
  }

  private static void shutDown(AbstractRedisClient client) {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  @Override
  public void close() {
    disconnect();
  }
}

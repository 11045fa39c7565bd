package dev.freshet.runtime.redis;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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

  private final RedisSettings settings;
  private final LibraryLoader libraries;
  private final List<RedisURI> uris;

  /** Nodes of the cluster as last known, in case those of the option are gone. */
  private List<RedisURI> nodes = List.of();

  private @Nullable RedisLink link;
  private boolean foreignKeysTold;

  /** Our end of the last connection to each master. */
  private final Map<String, String> lastAddresses = new HashMap<>();

  RedisSession(RedisSettings settings, List<RedisLibrary> libraries) {
    this.settings = settings;
    this.libraries = new LibraryLoader(libraries, settings.timeout());
    uris =
        settings.cluster()
            ? RedisClusterURIUtil.toRedisURIs(URI.create(settings.uri()))
            : List.of(RedisURI.create(settings.uri()));
    uris.forEach(this::complete);
  }

  private void complete(RedisURI uri) {
    uri.setTimeout(settings.timeout());
    uri.setClientName("freshet");
    if (!settings.password().isEmpty()) {
      @Nullable String username = settings.username().isEmpty() ? null : settings.username();
      uri.setCredentialsProvider(
          new StaticCredentialsProvider(username, settings.password().toCharArray()));
    }
  }

  /** How many libraries servers lack and do not let us load; for any thread. */
  int missingLibraries() {
    return libraries.missing();
  }

  /** Where Redis is, for messages; without credentials. */
  String address() {
    return uris.stream().map(RedisURI::toString).collect(Collectors.joining(", "));
  }

  /**
   * Connects if there is no connection, and loads the libraries that are missing or outdated.
   *
   * @throws RedisAwayException if it may work later
   * @throws RedisRefusedException if it never will
   */
  void serve() throws InterruptedException, RedisAwayException, RedisRefusedException {
    try {
      RedisLink current = link();
      libraries.load(current);
      if (!foreignKeysTold) {
        ForeignKeys.tell(current, settings.keys(), settings.timeout());
        foreignKeysTold = true;
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * Sends writes and waits for the replies. Those that are done, or never will be, leave the batch;
   * what stays has to be sent again.
   *
   * @param refusals is told of those that never will be done
   * @throws RedisAwayException if it may work later; some of the writes that stay may have been
   *     done, unless it is out of memory
   * @throws RedisRefusedException if Redis does not let us in
   */
  void send(Collection<RedisWrite> batch, Refusals refusals)
      throws InterruptedException, RedisAwayException, RedisRefusedException {
    if (link == null) {
      // A Redis that comes back may have lost its functions.
      serve();
    }
    try {
      sendNow(batch, refusals);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw failed(e);
    }
    if (!batch.isEmpty()) {
      throw RedisAwayException.outOfMemory();
    }
  }

  /** Returns when Redis has replied to everything; only what it has no memory for stays. */
  private void sendNow(Collection<RedisWrite> batch, Refusals refusals)
      throws InterruptedException, ExecutionException, TimeoutException {
    RedisLink current = link();
    RedisClusterAsyncCommands<String, String> commands = current.commands();
    List<CompletionStage<?>> replies = new ArrayList<>(batch.size());
    for (RedisWrite write : batch) {
      replies.add(start(write, commands));
    }
    current.flush();
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    Iterator<RedisWrite> writes = batch.iterator();
    for (CompletionStage<?> reply : replies) {
      if (isSettled(writes.next(), reply, deadline, refusals)) {
        writes.remove();
      }
    }
  }

  private static boolean isSettled(
      RedisWrite write, CompletionStage<?> reply, long deadline, Refusals refusals)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      reply.toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      RedisError error = RedisError.of(e);
      if (error.isOutOfMemory()) {
        return false;
      }
      if (!error.isOfOneCommand()) {
        throw e;
      }
      refusals.refused(write, error);
      return true;
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

  private RedisLink link() throws InterruptedException, ExecutionException, TimeoutException {
    RedisLink current = link;
    if (current == null) {
      current = settings.cluster() ? clusterLink() : SingleLink.to(uris.get(0));
      link = current;
      for (var master : current.masters().entrySet()) {
        silencePredecessor(master.getKey(), master.getValue());
      }
    }
    return current;
  }

  private ClusterLink clusterLink() {
    Set<RedisURI> known = new LinkedHashSet<>(uris);
    known.addAll(nodes);
    ClusterLink cluster = ClusterLink.to(known, settings.functionCheck());
    nodes = cluster.nodes();
    return cluster;
  }

  /** What a connection given up may still have in the server's buffer must not be done any more. */
  private void silencePredecessor(String master, StatefulRedisConnection<String, String> connection)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      @Nullable String last = lastAddresses.get(master);
      if (last != null) {
        RedisLink.await(
            connection.async().clientKill(KillArgs.Builder.addr(last)),
            connection,
            settings.timeout());
      }
      @Nullable String address =
          addressIn(
              RedisLink.await(connection.async().clientInfo(), connection, settings.timeout()));
      if (address != null) {
        lastAddresses.put(master, address);
      }
    } catch (ExecutionException e) {
      if (!RedisError.of(e).isOfOneCommand()) {
        throw e;
      }
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
    RedisError error = RedisError.of(failure);
    if (!error.isPassing()) {
      throw new RedisRefusedException(error.message() + error.remedy(), failure);
    }
    return new RedisAwayException(error.message(), failure);
  }

  private void disconnect() {
    RedisLink current = link;
    link = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}

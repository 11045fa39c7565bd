package dev.freshet.runtime.redis;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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
final class RedisConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

  private final RedisSettings settings;
  private final List<RedisURI> uris;
  private final SslOptions tls;

  /** Nodes of the cluster as last known, in case those of the option are gone. */
  private List<RedisURI> nodes = List.of();

  private @Nullable RedisLink link;

  /** Our end of the last connection to each master. */
  private final Map<String, String> lastAddresses = new HashMap<>();

  /**
   * @throws IllegalArgumentException if a file for TLS cannot be read here, naming its option
   */
  RedisConnection(RedisSettings settings) {
    this.settings = settings;
    tls = settings.tls().options();
    uris =
        settings.cluster()
            ? RedisClusterURIUtil.toRedisURIs(URI.create(settings.uri()))
            : List.of(RedisURI.create(settings.uri()));
    uris.forEach(this::complete);
  }

  private void complete(RedisURI uri) {
    uri.setTimeout(settings.timeout());
    uri.setClientName("freshet");
    uri.setVerifyPeer(settings.tls().check().mode());
    if (!settings.password().isEmpty()) {
      @Nullable String username = settings.username().isEmpty() ? null : settings.username();
      uri.setCredentialsProvider(
          new StaticCredentialsProvider(username, settings.password().toCharArray()));
    }
  }

  /** Where Redis is, for messages; without credentials. */
  String address() {
    return uris.stream().map(RedisURI::toString).collect(Collectors.joining(", "));
  }

  boolean isOpen() {
    return link != null;
  }

  /** Something to do with Redis, which may fail in all the ways that replies and links do. */
  interface Work<T> {
    T with(RedisLink link) throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * Does something, connected first if need be. Gives the connection up when that fails.
   *
   * @throws RedisAwayException if it may work later
   * @throws RedisRefusedException if it never will
   */
  <T> T use(Work<T> work) throws InterruptedException, RedisAwayException, RedisRefusedException {
    try {
      return work.with(link());
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw failed(e);
    }
  }

  private RedisLink link() throws InterruptedException, ExecutionException, TimeoutException {
    RedisLink current = link;
    if (current == null) {
      current = settings.cluster() ? clusterLink() : SingleLink.to(uris.get(0), tls);
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
    ClusterLink cluster = ClusterLink.to(known, settings.functionCheck(), tls);
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
    close();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    RedisError error = RedisError.of(failure);
    if (!error.isPassing()) {
      throw new RedisRefusedException(error.message() + error.remedy(), failure);
    }
    return new RedisAwayException(error.message(), failure);
  }

  /** Disconnects; the next use connects again. */
  @Override
  public void close() {
    RedisLink current = link;
    link = null;
    if (current != null) {
      current.close();
    }
  }
}

package dev.freshet.runtime.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Connections to the masters of a Redis Cluster.
 *
 * <p>Commands are sent at once: one that is redirected to another node would otherwise wait there
 * for a flush that has been.
 */
record ClusterLink(
    RedisClusterClient client, StatefulRedisClusterConnection<String, String> connection)
    implements RedisLink {

  /**
   * @param nodes some nodes of the cluster, of which one must be there
   * @param refresh how often to look for nodes that are new
   * @param tls how the servers are recognised where the addresses ask for TLS
   */
  static ClusterLink to(Iterable<RedisURI> nodes, Duration refresh, SslOptions tls) {
    RedisClusterClient client = RedisClusterClient.create(nodes);
    try {
      client.setOptions(options(refresh, tls));
      return new ClusterLink(client, client.connect());
    } catch (RuntimeException e) {
      RedisLink.close(client);
      throw e;
    }
  }

  private static ClusterClientOptions options(Duration refresh, SslOptions tls) {
    return ClusterClientOptions.builder()
        .autoReconnect(false)
        .sslOptions(tls)
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(refresh).build())
        .build();
  }

  @Override
  public RedisClusterAsyncCommands<String, String> commands() {
    // Without reconnection Lettuce refuses commands to a node that is not connected yet.
    masters();
    return connection.async();
  }

  @Override
  public Map<String, StatefulRedisConnection<String, String>> masters() {
    Map<String, StatefulRedisConnection<String, String>> masters = new LinkedHashMap<>();
    for (RedisClusterNode node : connection.getPartitions()) {
      if (isMaster(node)) {
        // By address, not by id: only these connections are the ones that writes take.
        RedisURI uri = node.getUri();
        masters.put(address(node), connection.getConnection(uri.getHost(), uri.getPort()));
      }
    }
    return masters;
  }

  private static String address(RedisClusterNode node) {
    return node.getUri().getHost() + ":" + node.getUri().getPort();
  }

  @Override
  public String addressOf(String key) {
    return address(connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key)));
  }

  /** A master that failed stays in the list, beside the replica that took its slots. */
  private static boolean isMaster(RedisClusterNode node) {
    boolean isGone =
        Stream.of(NodeFlag.FAIL, NodeFlag.HANDSHAKE, NodeFlag.NOADDR).anyMatch(node::is);
    return node.is(NodeFlag.UPSTREAM) && !(isGone && node.hasNoSlots());
  }

  /** Every node that is known, master or replica. */
  List<RedisURI> nodes() {
    return connection.getPartitions().stream().map(RedisClusterNode::getUri).toList();
  }

  @Override
  public void flush() {
    // Nothing waits.
  }
}

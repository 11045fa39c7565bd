package dev.freshet.testing;

import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.RedisKeys;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/**
 * A real Redis Cluster on the loopback interface: masters that share the slots evenly, each with a
 * replica, and masters without slots that are added later.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FAILED_AFTER = Duration.ofSeconds(2);
  private static final int SLOTS = 16_384;

  private final Path directory;
  private final List<Node> nodes = new ArrayList<>();

  private EmbeddedRedisCluster(Path directory) {
    this.directory = directory;
  }

  /** One server of the cluster, with a connection for what a test asks of just this one. */
  public static final class Node {

    private final EmbeddedRedis server;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private boolean running = true;

    private Node(EmbeddedRedis server) {
      this.server = server;
      client = RedisClient.create(server.uri());
      connection = client.connect();
      connection.setTimeout(FAILED_AFTER);
    }

    public EmbeddedRedis server() {
      return server;
    }

    /** Its own commands, which are redirected nowhere. */
    public RedisCommands<String, String> commands() {
      return connection.sync();
    }

    /** Kills the server without a warning. */
    public void kill() {
      running = false;
      server.kill();
    }

    /** Starts the server again after {@link #kill}. */
    public void launch() {
      server.launch();
      running = true;
    }

    private RedisClusterNode itself() {
      return ClusterPartitionParser.parse(commands().clusterNodes()).stream()
          .filter(node -> node.is(NodeFlag.MYSELF))
          .findFirst()
          .orElseThrow();
    }

    private String id() {
      return itself().getNodeId();
    }

    private boolean isMaster() {
      return itself().is(NodeFlag.UPSTREAM);
    }

    private boolean serves(int slot) {
      return isMaster() && itself().hasSlot(slot);
    }

    private boolean tells(String property) {
      return commands().clusterInfo().contains(property);
    }

    private void close() {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      server.close();
    }
  }

  /**
   * Starts a cluster and returns when all its slots are served and each replica is in step.
   *
   * @param masters how many masters; each has one replica
   * @param directory an empty directory, where the servers keep what they know of each other
   */
  public static EmbeddedRedisCluster start(int masters, Path directory) {
    EmbeddedRedisCluster cluster = new EmbeddedRedisCluster(directory);
    try {
      cluster.form(masters);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void form(int masters) {
    for (int i = 0; i < 2 * masters; i++) {
      join();
    }
    awaitEach(node -> node.tells("cluster_known_nodes:" + nodes.size()));
    for (int i = 0; i < masters; i++) {
      int[] share = IntStream.range(i * SLOTS / masters, (i + 1) * SLOTS / masters).toArray();
      nodes.get(i).commands().clusterAddSlots(share);
      nodes.get(masters + i).commands().clusterReplicate(nodes.get(i).id());
    }
    awaitWhole();
  }

  /** Adds a master that has no slots, and returns when every node knows it. */
  public Node addMaster() {
    Node added = join();
    awaitEach(node -> node.tells("cluster_known_nodes:" + nodes.size()));
    awaitWhole();
    return added;
  }

  private Node join() {
    Node node =
        new Node(
            EmbeddedRedis.start(
                directory.resolve("node-" + nodes.size()),
                List.of(
                    "--cluster-enabled",
                    "yes",
                    // The usual one, 10,000 above the server's, may be none at all.
                    "--cluster-port",
                    Integer.toString(FreePort.orFree(0)),
                    "--cluster-node-timeout",
                    Long.toString(FAILED_AFTER.toMillis()))));
    nodes.add(node);
    Node first = nodes.get(0);
    if (node != first) {
      int bus = Integer.parseInt(node.commands().configGet("cluster-port").get("cluster-port"));
      meet(first, node.server().port(), bus);
    }
    return node;
  }

  private static void meet(Node first, int port, int busPort) {
    first
        .commands()
        .dispatch(
            CommandType.CLUSTER,
            new StatusOutput<>(StringCodec.UTF8),
            new CommandArgs<>(StringCodec.UTF8)
                .add("MEET")
                .add("127.0.0.1")
                .add(port)
                .add(busPort));
  }

  /** Returns when every node sees all slots served, and every replica is in step. */
  public void awaitWhole() {
    awaitEach(node -> node.tells("cluster_state:ok"));
    awaitEach(
        node -> node.isMaster() || node.commands().info("replication").contains("link_status:up"));
  }

  private void awaitEach(Predicate<Node> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> running().allMatch(condition));
  }

  /** A master that has slots and a replica in step. */
  public Node replicatedMaster() {
    return masters().stream()
        .filter(node -> node.commands().info("replication").contains("state=online"))
        .findFirst()
        .orElseThrow();
  }

  /** The masters that have slots. */
  public List<Node> masters() {
    return running().filter(node -> node.isMaster() && !node.itself().hasNoSlots()).toList();
  }

  /** Every document with the value that its master has, by key. */
  public Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    masters().forEach(master -> contents.putAll(RedisContents.of(master.commands())));
    return contents;
  }

  private Stream<Node> running() {
    return nodes.stream().filter(node -> node.running);
  }

  /** The addresses of all nodes, as {@code redis.uri} takes them. */
  public String uri() {
    return nodes.stream()
        .map(node -> "localhost:" + node.server().port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  /** The options of a job, with this cluster as its Redis. */
  public Configuration in(Configuration options, RedisKeys keys) {
    Configuration clustered = new Configuration(options);
    clustered.set(RedisOptions.URI, uri());
    clustered.set(RedisOptions.CLUSTER, true);
    clustered.set(RedisOptions.PREFIX, keys.prefix());
    clustered.set(RedisOptions.HASH_TAGS, keys.hashTags());
    return clustered;
  }

  /** The replica of a master. */
  public Node replicaOf(Node master) {
    String id = master.id();
    return running()
        .filter(node -> id.equals(node.itself().getSlaveOf()))
        .findFirst()
        .orElseThrow();
  }

  /** The master that serves the slot of the key. */
  public Node masterOf(String key) {
    int slot = SlotHash.getSlot(key);
    return running().filter(node -> node.serves(slot)).findFirst().orElseThrow();
  }

  /** Moves the slot of the key, with the keys in it one by one, as {@code redis-cli} does. */
  public void moveSlot(String key, Node to) {
    int slot = SlotHash.getSlot(key);
    Node from = masterOf(key);
    to.commands().clusterSetSlotImporting(slot, from.id());
    from.commands().clusterSetSlotMigrating(slot, to.id());
    List<String> keys = from.commands().clusterGetKeysInSlot(slot, 10);
    while (!keys.isEmpty()) {
      from.commands()
          .migrate(
              "127.0.0.1",
              to.server().port(),
              0,
              PATIENCE.toMillis(),
              MigrateArgs.Builder.keys(keys).replace());
      keys = from.commands().clusterGetKeysInSlot(slot, 10);
    }
    to.commands().clusterSetSlotNode(slot, to.id());
    from.commands().clusterSetSlotNode(slot, to.id());
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}

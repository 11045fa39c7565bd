package dev.freshet.runtime.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** A connection to one Redis, which sends only when told to. */
record SingleLink(RedisClient client, StatefulRedisConnection<String, String> connection)
    implements RedisLink {

  /** There is no other. */
  private static final String ADDRESS = "";

  /**
   * @param tls how the server is recognised where the address asks for TLS
   */
  static SingleLink to(RedisURI uri, SslOptions tls) {
    RedisClient client = RedisClient.create(uri);
    try {
      client.setOptions(ClientOptions.builder().autoReconnect(false).sslOptions(tls).build());
      StatefulRedisConnection<String, String> connection = client.connect();
      connection.setAutoFlushCommands(false);
      return new SingleLink(client, connection);
    } catch (RuntimeException e) {
      RedisLink.close(client);
      throw e;
    }
  }

  @Override
  public RedisClusterAsyncCommands<String, String> commands() {
    return connection.async();
  }

  @Override
  public Map<String, StatefulRedisConnection<String, String>> masters() {
    return Map.of(ADDRESS, connection);
  }

  @Override
  public String addressOf(String key) {
    return ADDRESS;
  }

  @Override
  public void flush() {
    connection.flushCommands();
  }
}

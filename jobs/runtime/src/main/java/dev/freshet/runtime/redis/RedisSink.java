package dev.freshet.runtime.redis;

import java.time.Clock;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes to Redis, at least once.
 *
 * <p>Writes are sent in batches; of several that wait for one key only the last is sent. A
 * checkpoint completes when everything before it is acknowledged. While Redis is away writes wait
 * and the job is held back: nothing is lost. A write that Redis refuses for good is left out,
 * counted and logged. Writes of one key that come from one upstream task arrive in their order.
 */
public final class RedisSink implements Sink<RedisWrite> {

  private static final long serialVersionUID = 1L;

  private final RedisSettings settings;
  private final List<RedisLibrary> libraries;

  /**
   * @param libraries function libraries to load, and to load again where they are missing
   */
  public RedisSink(RedisSettings settings, List<RedisLibrary> libraries) {
    this.settings = settings;
    this.libraries = List.copyOf(libraries);
  }

  @Override
  public SinkWriter<RedisWrite> createWriter(WriterInitContext context) {
    String task = context.getTaskInfo().getTaskNameWithSubtasks();
    return new RedisWriter(
        settings,
        new RedisSession(settings, libraries),
        new RedisMetrics(context.metricGroup(), Clock.systemUTC()),
        "redis-writer " + task);
  }
}

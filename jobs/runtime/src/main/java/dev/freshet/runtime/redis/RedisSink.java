package dev.freshet.runtime.redis;

import java.time.Clock;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Writes to Redis, at least once.
 *
 * <p>Writes are sent in batches; of several that wait for one key only the last is sent. A
 * checkpoint completes when everything before it is acknowledged. While Redis is away writes wait
 * and the job is held back: nothing is lost. A write that Redis refuses for good is left out,
 * counted and logged. Writes of one key that come from one upstream task arrive in their order.
 *
 * <p>Once a job is started anew, those of its tasks that are left from before write nothing more
 * and fail. What they wrote last is not replaced by something older, which is counted.
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

  /**
   * A stream whose writes of one key go to one task of a sink, whatever parallelism each vertex is
   * given: chained to the sink as it is, or else by key.
   */
  public static DataStream<RedisWrite> inOrder(DataStream<RedisWrite> writes) {
    boolean isChained =
        writes.getExecutionEnvironment().getConfiguration().get(PipelineOptions.OPERATOR_CHAINING);
    return isChained ? writes : writes.keyBy(RedisWrite::key);
  }

  @Override
  public SinkWriter<RedisWrite> createWriter(WriterInitContext context) {
    WriterTask writer =
        WriterTask.of(context.getJobInfo().getJobName(), context.metricGroup().getAllVariables());
    String task = context.getTaskInfo().getTaskNameWithSubtasks();
    return new RedisWriter(
        settings,
        new RedisSession(settings, libraries, writer),
        new RedisMetrics(context.metricGroup(), Clock.systemUTC()),
        "redis-writer " + task);
  }
}

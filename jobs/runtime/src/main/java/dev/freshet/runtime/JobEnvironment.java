package dev.freshet.runtime;

import dev.freshet.runtime.checkpoint.CheckpointOptions;
import dev.freshet.runtime.checkpoint.PacedCheckpointStorage;
import dev.freshet.runtime.settings.OptionChecks;
import dev.freshet.runtime.start.RecoveryPoint;
import dev.freshet.runtime.start.StartRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;

/**
 * Makes the environment that every job runs in. It is strict: an operator without a uid, or a type
 * that would fall back to Kryo, fails here rather than at a restore.
 */
public final class JobEnvironment {

  private static final String ROCKS_DB = "rocksdb";

  /** Divides evenly by many a parallelism. */
  private static final int MAX_PARALLELISM = 240;

  private JobEnvironment() {}

  /**
   * The environment for a job with this configuration.
   *
   * <p>What is set here are defaults. Whatever the job's configuration or the cluster's says about
   * the same key wins.
   *
   * @throws IllegalArgumentException naming the option whose value does not fit the others
   */
  public static StreamExecutionEnvironment create(Configuration configuration) {
    return prepare(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
  }

  /** Gives an environment that was made in another way what {@link #create} gives its own. */
  public static StreamExecutionEnvironment prepare(StreamExecutionEnvironment env) {
    env.configure(defaultsFor(env.getConfiguration()), JobEnvironment.class.getClassLoader());
    return env;
  }

  /**
   * The graph of the job that was defined, to be executed.
   *
   * @throws StartRefusedException if the job cannot go on from what it is told to, saying why
   */
  public static StreamGraph graph(StreamExecutionEnvironment env, String name) {
    RecoveryPoint.of(env.getConfiguration())
        .ifPresent(point -> point.requireFits(env.getStreamGraph(false).getJobGraph()));
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(name);
    return graph;
  }

  /**
   * That of the state that the job goes on from. Flink's own default would depend on the
   * parallelism of the first start.
   */
  private static int maxParallelism(ReadableConfig configured) {
    return RecoveryPoint.of(configured)
        .map(RecoveryPoint::maxParallelism)
        .orElseGet(OptionalInt::empty)
        .orElse(MAX_PARALLELISM);
  }

  /** What is set where nobody says otherwise. */
  public static Configuration defaults() {
    return defaultsFor(new Configuration());
  }

  private static Configuration defaultsFor(ReadableConfig configured) {
    Configuration defaults = new Configuration();
    if (configured.getOptional(PipelineOptions.MAX_PARALLELISM).isEmpty()) {
      defaults.set(PipelineOptions.MAX_PARALLELISM, maxParallelism(configured));
    }
    // What one task does by nature would be chained where the others have one task too, and then
    // be divided as they are: Flink would not restore it in another number of tasks.
    offer(
        configured,
        defaults,
        PipelineOptions.OPERATOR_CHAINING_CHAIN_OPERATORS_WITH_DIFFERENT_MAX_PARALLELISM,
        false);
    offer(configured, defaults, PipelineOptions.AUTO_GENERATE_UIDS, false);
    offer(configured, defaults, PipelineOptions.GENERIC_TYPES, false);
    // Everything that travels is an immutable record, so chained operators need no copies.
    offer(configured, defaults, PipelineOptions.OBJECT_REUSE, true);
    offer(configured, defaults, StateBackendOptions.STATE_BACKEND, ROCKS_DB);
    // State is serialized already: fingerprints and sums of which a compressor makes next to
    // nothing.
    offer(
        configured,
        defaults,
        RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL,
        List.of(CompressionType.NO_COMPRESSION));
    // Each checkpoint delays some events by up to half a second.
    offer(configured, defaults, CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(3));
    offer(configured, defaults, CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // How large each state is, by its name; asked every few seconds, it costs nothing to speak of.
    offer(configured, defaults, RocksDBNativeMetricOptions.ESTIMATE_LIVE_DATA_SIZE, true);
    offer(configured, defaults, RocksDBNativeMetricOptions.COLUMN_FAMILY_AS_VARIABLE, true);
    // Otherwise Flink restores the state of operators byte by byte from the file, which takes
    // minutes for a large catalogue. What RocksDB uploads by increments stays as it is.
    offer(configured, defaults, ExecutionOptions.SNAPSHOT_COMPRESSION, true);
    // While Redis is away a checkpoint waits for it; giving one up must not restart the job.
    offer(configured, defaults, CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 100);
    offer(
        configured,
        defaults,
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (configured.get(CheckpointOptions.SHORT_FLUSHES)) {
      shortenFlushes(configured, defaults);
    }
    if (configured.get(CheckpointOptions.PACED_UPLOADS)) {
      paceUploads(configured, defaults);
    }
    return defaults;
  }

  /** A checkpoint flushes all write buffers while tasks wait: small ones, several at once. */
  private static void shortenFlushes(ReadableConfig configured, Configuration defaults) {
    offer(
        configured,
        defaults,
        RocksDBConfigurableOptions.WRITE_BUFFER_SIZE,
        MemorySize.ofMebiBytes(8));
    offer(configured, defaults, RocksDBConfigurableOptions.MAX_WRITE_BUFFER_NUMBER, 4);
    // A quarter of the threads flush, for the databases of all tasks.
    offer(configured, defaults, RocksDBConfigurableOptions.MAX_BACKGROUND_THREADS, 8);
    // Less work than by levels just after a checkpoint, when the tasks have to catch up.
    offer(
        configured,
        defaults,
        RocksDBConfigurableOptions.COMPACTION_STYLE,
        CompactionStyle.UNIVERSAL);
  }

  private static void paceUploads(ReadableConfig configured, Configuration defaults) {
    String backend = configured.getOptional(StateBackendOptions.STATE_BACKEND).orElse(ROCKS_DB);
    if (!backend.equals(ROCKS_DB)) {
      throw OptionChecks.wrong(
          CheckpointOptions.PACED_UPLOADS,
          true,
          "must be false unless %s is %s, was %s"
              .formatted(StateBackendOptions.STATE_BACKEND.key(), ROCKS_DB, backend));
    }
    defaults.set(CheckpointingOptions.CHECKPOINT_STORAGE, PacedCheckpointStorage.class.getName());
  }

  private static <T> void offer(
      ReadableConfig configured, Configuration defaults, ConfigOption<T> option, T value) {
    if (configured.getOptional(option).isEmpty()) {
      defaults.set(option, value);
    }
  }
}

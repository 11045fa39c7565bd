package dev.freshet.localstack.run;

import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.dump.Dump;
import dev.freshet.localstack.log.LeftOutRows;
import dev.freshet.localstack.recording.ArrivingLog;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.testing.LoopbackFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.FileUtils;

/**
 * The deployable topologies on a Flink in this process, fed from the log by one task, so that each
 * user's events keep the order in which they arrive, whatever the parallelism.
 *
 * @param clock what events may not be too far ahead of
 * @param parallelism tasks of each operator
 * @param inFlight how many moments of the log may be under way at once
 */
record FlinkEngine(Clock clock, int parallelism, int inFlight) implements Engine {

  private static final String ITEMS = "items";
  private static final String USED = "used";
  private static final String REJECTED = "rejected.";
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

  @Override
  public Result run(ArrivingLog log, RunSettings settings, LeftOutRows leftOut) throws IOException {
    Path checkpoints = Files.createTempDirectory("freshet-run-");
    String run = checkpoints.toString();
    UnderWay.begin(run, inFlight, parallelism);
    try (Progress progress = Progress.of("run on Flink", Progress.UNKNOWN)) {
      ArrivingLog.Arrivals counted = count(log, leftOut);
      StreamExecutionEnvironment env = JobEnvironment.create(configuration(checkpoints));
      return execute(env, define(env, log, settings, counted, run), counted.taken(), progress);
    } finally {
      UnderWay.end(run);
      // Flink may still be removing checkpoints itself.
      FileUtils.deleteDirectory(checkpoints.toFile());
    }
  }

  /** Reads the log once ahead: so damage is met before a job is begun. */
  private static ArrivingLog.Arrivals count(ArrivingLog log, LeftOutRows leftOut)
      throws IOException {
    try (ArrivingLog.Arrivals arrivals = log.arrivals(leftOut)) {
      arrivals.forEachRemaining(record -> {});
      return arrivals;
    }
  }

  private Configuration configuration(Path checkpoints) {
    Configuration configuration = LoopbackFlink.configuration();
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    // The source does not start again from a checkpoint: what fails ends the run.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    return configuration;
  }

  private DataStream<RedisWrite> define(
      StreamExecutionEnvironment env,
      ArrivingLog log,
      RunSettings settings,
      ArrivingLog.Arrivals counted,
      String run) {
    DataStream<DecodedRecord> arrivals =
        env.fromSource(
                new DataGeneratorSource<>(
                    new LogGenerator(log, settings.runtime(), clock),
                    counted.taken(),
                    new Admission(run, counted.itemsFirst()),
                    TypeInformation.of(DecodedRecord.class)),
                LogWatermarks.of(settings.runtime().events(), run),
                "Read log")
            .uid("log")
            .setParallelism(1);
    EventStreams streams =
        EventStreams.clean(
            arrivals,
            settings.runtime().kafka().topics(),
            settings.runtime().events(),
            settings.items());
    Counting.attach(streams.catalogue(), ITEMS, item -> ITEMS);
    Counting.attach(streams.interactions(), USED, interaction -> USED);
    Counting.attach(
        streams.rejected(),
        "rejections",
        rejected -> REJECTED + rejected.rejection().reason().label());
    return settings.products().stream()
        .flatMap(product -> product.topology(streams).stream())
        .reduce(DataStream::union)
        .orElseThrow()
        .keyBy(RedisWrite::key)
        .transform(
            "Keep what Redis would hold",
            TypeInformation.of(RedisWrite.class),
            new FinalWrites(run))
        .uid("final-writes");
  }

  @SuppressWarnings("try") // An interruption is handled, whoever throws it.
  private static Result execute(
      StreamExecutionEnvironment env,
      DataStream<RedisWrite> finalWrites,
      long records,
      Progress progress)
      throws IOException {
    List<RedisWrite> writes = new ArrayList<>();
    try (CloseableIterator<RedisWrite> collected = finalWrites.collectAsync()) {
      JobClient job = env.executeAsync("run");
      collected.forEachRemaining(
          write -> {
            writes.add(write);
            progress.step();
          });
      Map<String, Object> counted = job.getJobExecutionResult().get().getAllAccumulatorResults();
      SortedMap<String, Long> rejected = new TreeMap<>();
      counted.forEach(
          (name, count) -> {
            if (name.startsWith(REJECTED)) {
              rejected.put(name.substring(REJECTED.length()), (Long) count);
            }
          });
      return new Result(
          Dump.of(writes.stream()),
          records,
          (long) counted.getOrDefault(ITEMS, 0L),
          (long) counted.getOrDefault(USED, 0L),
          rejected);
    } catch (ExecutionException e) {
      throw new IOException("the job has failed: " + rootOf(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      throw new IOException("the job has failed: " + rootOf(e), e);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}

package dev.freshet.localstack.bench.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.StartOffsets;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.testing.LoopbackFlink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;

/**
 * Runs one job in this JVM until it has read the whole log, and tells what it took. The plan is
 * read from standard input, progress and result are written to standard output, a line each.
 */
public final class JobRun {

  /** Begins a line that tells how many events have been read. */
  public static final String PROGRESS = "read ";

  /** The line that tells that the log is read, and that it goes on. */
  public static final String SERVING = "serving";

  /** Begins the line with the result as JSON. */
  public static final String RESULT = "result ";

  private static final Duration SAMPLED = Duration.ofMillis(50);
  private static final Duration TOLD = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RunPlan plan;
  private final MiniCluster flink;
  private final JobID job;

  private JobRun(RunPlan plan) throws Exception {
    this.plan = plan;
    flink = new MiniCluster(cluster(plan));
    flink.start();
    job = submit();
  }

  /** Runs the plan that standard input holds in one line. */
  public static void main(String[] args) {
    int exitCode = 1;
    try {
      ObjectMapper mapper = new ObjectMapper();
      JobRun run = new JobRun(mapper.readValue(readLine(), RunPlan.class));
      RunResult result = run.run();
      run.stop();
      System.out.println(RESULT + mapper.writeValueAsString(result));
      exitCode = 0;
    } catch (Throwable e) {
      System.err.println(ExceptionUtils.stringifyException(e));
    }
    // Threads that outlive their job, or its failure, must hold up nobody who waits for this JVM.
    System.exit(exitCode);
  }

  private static byte[] readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
      line.write(next);
    }
    return line.toByteArray();
  }

  private static MiniClusterConfiguration cluster(RunPlan plan) {
    Configuration configuration = LoopbackFlink.configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    configuration.setString("metrics.reporters", "bench");
    configuration.setString(
        "metrics.reporter.bench.factory.class", JobMetrics.Factory.class.getName());
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(plan.parallelism())
        .build();
  }

  private JobID submit() throws ExecutionException, InterruptedException {
    Configuration options = new Configuration();
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, Path.of(plan.directory()).toUri().toString());
    options.set(CoreOptions.DEFAULT_PARALLELISM, plan.parallelism());
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, plan.kafka());
    options.set(KafkaOptions.START, StartOffsets.EARLIEST);
    // All events came into Kafka at once.
    options.set(EventOptions.ARRIVAL_LIMIT, 0);
    options.set(RedisOptions.URI, plan.redis());
    options.addAll(Configuration.fromMap(plan.options()));
    StreamExecutionEnvironment env = plan.variant().environment(options);
    plan.variant().define(env, options);
    StreamGraph stream = env.getStreamGraph();
    stream.setJobName(plan.variant().name());
    return flink.submitJob(stream.getJobGraph()).get().getJobID();
  }

  private RunResult run() throws Exception {
    Sample first = awaitRead(1);
    Sample warm = warmUp();
    Sample last = awaitRead(plan.events());
    checkpoint();
    Sample done = Sample.now();
    if (plan.serves()) {
      serve();
    }
    return result(first, warm, last, done);
  }

  /**
   * Reads what does not count, and writes what it changed, so that nobody pays for it later. A log
   * that is over by then counts from before that.
   */
  private Sample warmUp() throws Exception {
    Sample warm = awaitRead(Math.max(1, plan.warmUpEvents()));
    if (plan.warmUpEvents() == 0) {
      return warm;
    }
    checkpoint();
    Sample settled = Sample.now();
    return settled.read() < plan.events() ? settled : warm;
  }

  /** Reads what comes until standard input ends. */
  private void serve() throws Exception {
    System.out.println(SERVING);
    while (System.in.read() >= 0) {
      requireAlive();
    }
    requireAlive();
  }

  private Sample awaitRead(long events) throws Exception {
    long toldNanos = System.nanoTime();
    while (true) {
      Sample now = Sample.now();
      if (now.read() >= events) {
        return now;
      }
      if (now.atNanos() - toldNanos >= TOLD.toNanos()) {
        toldNanos = now.atNanos();
        requireAlive();
        System.out.println(PROGRESS + now.read());
      }
      TimeUnit.MILLISECONDS.sleep(now.read() == 0 ? 1 : SAMPLED.toMillis());
    }
  }

  private void requireAlive() throws ExecutionException, InterruptedException {
    if (flink.getJobStatus(job).get().isTerminalState()) {
      Throwable cause =
          flink
              .requestJobResult(job)
              .get()
              .getSerializedThrowable()
              .map(failure -> (Throwable) failure)
              .orElseGet(() -> new IllegalStateException("it ended by itself"));
      throw new RunFailedException("the job has ended", cause);
    }
  }

  /** Waits until all that was read has gone through the job and is in Redis. */
  private void checkpoint() throws Exception {
    flink
        .triggerCheckpoint(job, CheckpointType.CONFIGURED)
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private RunResult result(Sample first, Sample warm, Sample last, Sample done) throws Exception {
    Checkpoints checkpoints = Checkpoints.of(flink.getArchivedExecutionGraph(job).get());
    Savepoint savepoint = savepoint();
    return new RunResult(
        last.read(),
        done.secondsSince(first),
        last.read() - warm.read(),
        last.secondsSince(warm),
        done.cpuSecondsSince(warm),
        done.cpuSeconds(),
        checkpoints.count(),
        checkpoints.bytes(),
        checkpoints.meanMillis(),
        checkpoints.longestMillis(),
        savepoint.bytesOf(plan.variant().userOperators()),
        savepoint.bytesOf(plan.variant().itemOperators()),
        ProcessMemory.heapBytes(),
        ProcessMemory.residentBytes());
  }

  /** All that is kept, once: files of a checkpoint also hold what has been replaced since. */
  private Savepoint savepoint() throws Exception {
    flink
        .triggerSavepoint(
            job,
            Path.of(plan.directory()).resolve("savepoints").toUri().toString(),
            false,
            SavepointFormatType.CANONICAL)
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return Savepoint.of(flink.getArchivedExecutionGraph(job).get());
  }

  private void stop() throws Exception {
    flink.cancelJob(job).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    flink.close();
  }
}

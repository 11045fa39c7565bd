package dev.freshet.localstack.bench.catalogue;

import dev.freshet.localstack.bench.feed.SteadyFeed;
import dev.freshet.localstack.bench.flink.HeapUse;
import dev.freshet.localstack.bench.flink.RestClient;
import dev.freshet.localstack.bench.flink.RestClient.Failure;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Stopwatch;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.StartOffsets;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.testing.FlinkProcesses;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The recommendations job alone on a Flink of its own, with live events. Every wait ends: with what
 * was waited for, with the job's failure, or after some time.
 */
final class LoneJob implements AutoCloseable {

  private static final int SLOTS = 2;
  private static final String TRAINER = "Learn weights";
  private static final long LOOKED_MILLIS = 50;
  private static final int LOOKS_PER_QUESTION = 10;

  /** How often the job may fail to come back before it is given up. */
  private static final int MOST_FAILURES = 3;

  /** A failure that says nothing but that the task manager is gone, or not there yet. */
  private static final List<String> LOSSES =
      List.of("NoResourceAvailable", "TaskManager", "Connection", "heartbeat", "disconnect");

  private final Duration patience;
  private final double freshMillis;
  private final FlinkProcesses flink;
  private final RestClient rest;
  private final SteadyFeed feed;
  private boolean wasKilled;

  /** A checkpoint that was taken. */
  record Checkpoint(double seconds, double bytes) {}

  /** Something to wait for. */
  interface Condition {
    boolean isMet() throws InterruptedException;
  }

  /** Starts Flink, the job, and live events. */
  LoneJob(
      Lab lab,
      Topics topics,
      CatalogueSettings settings,
      Map<String, String> options,
      Duration patience,
      Path directory) {
    this.patience = patience;
    freshMillis = settings.freshSeconds() * 1000.0;
    flink =
        FlinkProcesses.start(
            directory.resolve("flink"),
            SLOTS,
            settings.heapMib(),
            Map.of(
                "taskmanager.memory.managed.size", "512m",
                "taskmanager.memory.network.min", "128m",
                "taskmanager.memory.network.max", "128m",
                // Collecting a large heap may take a while; a killed process is noticed anyway.
                "heartbeat.timeout", "50 s",
                "metrics.fetcher.update-interval", "500"));
    try {
      rest =
          new RestClient(flink.restPort(), submit(configuration(lab, topics, options, directory)));
      feed =
          new SteadyFeed(
              lab.bootstrapServers(),
              lab.redisUri(),
              topics,
              // Only the users and the items count: events come until it is closed.
              new LoadSettings(
                  settings.users(),
                  settings.items(),
                  Integer.MAX_VALUE,
                  settings.perSecond(),
                  settings.seed()),
              settings.perSecond());
    } catch (RuntimeException e) {
      flink.close();
      throw e;
    }
  }

  private static Configuration configuration(
      Lab lab, Topics topics, Map<String, String> options, Path directory) {
    Configuration all = new Configuration();
    all.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    all.set(CoreOptions.DEFAULT_PARALLELISM, SLOTS);
    all.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    all.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    all.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    all.set(KafkaOptions.BOOTSTRAP_SERVERS, lab.bootstrapServers());
    all.set(KafkaOptions.START, StartOffsets.EARLIEST);
    // All events came into Kafka at once.
    all.set(EventOptions.ARRIVAL_LIMIT, 0);
    all.set(RedisOptions.URI, lab.redisUri());
    all.addAll(Configuration.fromMap(Log.optionsOf(topics)));
    all.addAll(Configuration.fromMap(options));
    return all;
  }

  private String submit(Configuration options) {
    try {
      StreamExecutionEnvironment env =
          JobEnvironment.prepare(
              StreamExecutionEnvironment.createRemoteEnvironment(
                  "127.0.0.1", flink.restPort(), options));
      RecommendationsJob.define(env, options);
      return env.executeAsync(RecommendationsJob.NAME).getJobID().toString();
    } catch (Exception e) {
      throw new CommandException("the job cannot be submitted: " + e.getMessage(), e);
    }
  }

  /**
   * Waits.
   *
   * @param phase what is being done, such as "reading the catalogue"
   * @throws SetbackException if the job fails meanwhile, or it takes too long
   */
  void await(String phase, Condition condition) throws InterruptedException {
    Stopwatch watch = new Stopwatch();
    long since = System.currentTimeMillis();
    try {
      for (int look = 1; !condition.isMet(); look++) {
        if (look % LOOKS_PER_QUESTION == 0) {
          requireAlive(phase, since);
        }
        if (watch.seconds() > patience.toSeconds()) {
          throw new SetbackException(
              phase, "not done after " + patience.toSeconds() + " s (--patience)", null);
        }
        TimeUnit.MILLISECONDS.sleep(LOOKED_MILLIS);
      }
    } catch (UncheckedIOException | IllegalStateException | CommandException e) {
      throw new SetbackException(phase, String.valueOf(e.getMessage()), e);
    }
  }

  private void requireAlive(String phase, long sinceMillis) throws InterruptedException {
    if (!flink.taskManager().isAlive()) {
      throw new SetbackException(phase, "the task manager's JVM has ended by itself", null);
    }
    List<Failure> failures =
        rest.failures().stream()
            .filter(failure -> failure.atMillis() >= sinceMillis && !isLoss(failure))
            .toList();
    if (failures.size() >= (wasKilled ? MOST_FAILURES : 1)) {
      throw new SetbackException(phase, failures.get(0).what(), null);
    }
  }

  private boolean isLoss(Failure failure) {
    return wasKilled && LOSSES.stream().anyMatch(failure.what()::contains);
  }

  /** Waits until an event that is sent from now on is seen soon after. */
  void awaitFresh(String phase) throws InterruptedException {
    feed.begin();
    await(phase, () -> feed.freshestMillis().orElse(Double.MAX_VALUE) <= freshMillis);
  }

  /** Whether a list was made for an event sent so far. */
  boolean hasList() {
    return feed.freshestMillis().isPresent();
  }

  /** The largest value of a metric of the job; empty if it has none of that name. */
  OptionalDouble metric(String name) throws InterruptedException {
    return rest.largest(name);
  }

  /** Mean size of what the trainer sent on. */
  OptionalDouble meanUpdateBytes() throws InterruptedException {
    OptionalDouble bytes = rest.sum("numBytesOut", TRAINER);
    OptionalDouble records = rest.sum("numRecordsOut", TRAINER);
    if (bytes.isEmpty() || records.orElse(0) == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(bytes.getAsDouble() / records.getAsDouble());
  }

  double heapBytes() throws InterruptedException {
    try {
      return HeapUse.afterCollection(flink.taskManager().pid());
    } catch (IllegalStateException e) {
      throw new SetbackException("collecting garbage", String.valueOf(e.getMessage()), e);
    }
  }

  Checkpoint checkpoint() throws InterruptedException {
    String request = rest.triggerCheckpoint();
    long[] id = {-1};
    await(
        "taking a checkpoint",
        () -> {
          id[0] = rest.checkpointId(request);
          return id[0] >= 0;
        });
    RestClient.Checkpoint taken = rest.checkpoint(id[0]);
    return new Checkpoint(taken.duration().toMillis() / 1000.0, taken.bytes());
  }

  /** Kills the task manager without warning and starts another. */
  void killTaskManager() throws InterruptedException {
    wasKilled = true;
    flink.killTaskManager();
    flink.startTaskManager();
  }

  @Override
  public void close() {
    feed.close();
    flink.close();
  }
}

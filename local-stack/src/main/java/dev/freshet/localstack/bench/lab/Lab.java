package dev.freshet.localstack.bench.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.bench.job.JobRun;
import dev.freshet.localstack.bench.job.RunPlan;
import dev.freshet.localstack.bench.job.RunResult;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.testing.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A broker and a Redis, each a process of its own, and jobs that run between them. */
public final class Lab implements AutoCloseable {

  /**
   * The same for every job: what is compared is the jobs. A task manager has all of its heap from
   * the start, too.
   */
  private static final List<String> JOB_OPTIONS =
      List.of("-Xms2g", "-Xmx2g", "-XX:MaxDirectMemorySize=1g", "-XX:+UseParallelGC");

  private static final List<String> BROKER_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final EmbeddedRedis redis;
  private final ChildJvm broker;
  private final String bootstrapServers;
  private final RedisUse redisUse;
  private int runs;
  private int logs;

  private Lab(Path directory, EmbeddedRedis redis, ChildJvm broker, String bootstrapServers) {
    this.directory = directory;
    this.redis = redis;
    this.broker = broker;
    this.bootstrapServers = bootstrapServers;
    redisUse = new RedisUse(redis.uri());
  }

  /** Starts both in a temporary directory. */
  public static Lab open() {
    try {
      Path directory = Files.createTempDirectory("freshet-bench-");
      EmbeddedRedis redis = EmbeddedRedis.start();
      ChildJvm broker = new ChildJvm(Broker.class, directory.resolve("broker.log"), BROKER_OPTIONS);
      broker.say(directory.resolve("kafka").toString());
      return new Lab(directory, redis, broker, broker.await(Broker.READY));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the bench", e);
    }
  }

  /**
   * Puts a whole log on topics of its own.
   *
   * @param progress learns how many events are there
   */
  public Log load(LoadSettings settings, LongConsumer progress) {
    return load(settings, false, progress);
  }

  /**
   * The same, with the lists that users were shown.
   *
   * @param hasLists whether there are any
   */
  public Log load(LoadSettings settings, boolean hasLists, LongConsumer progress) {
    return Log.write(bootstrapServers, "log-" + ++logs + ".", settings, hasLists, progress);
  }

  /** A folder that goes with the lab. */
  public Path folder(String name) {
    return directory.resolve(name);
  }

  /** Forgets all that jobs have written. */
  public void emptyRedis() {
    redisUse.empty();
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public String redisUri() {
    return redis.uri();
  }

  /** A job that is running. */
  public final class Running implements AutoCloseable {

    private final ChildJvm jvm;
    private final Path checkpoints;

    private Running(RunPlan plan, Optional<Profiler> profiler) {
      int number = ++runs;
      checkpoints = Path.of(plan.directory());
      List<String> options = new ArrayList<>(JOB_OPTIONS);
      profiler.ifPresent(wanted -> options.addAll(wanted.options(plan.variant())));
      jvm = new ChildJvm(JobRun.class, directory.resolve("run-" + number + ".log"), options);
      try {
        jvm.say(JSON.writeValueAsString(plan));
      } catch (JsonProcessingException e) {
        throw new CommandException("a plan is always JSON", e);
      }
    }

    /** Returns when it has read the log and reads what comes. */
    public void awaitServing() {
      jvm.await(JobRun.SERVING);
    }

    /** Tells a serving job to end. */
    public void hangUp() {
      jvm.hangUp();
    }

    /** Its result, once it has ended. */
    public RunResult result(LongConsumer progress) {
      for (String line = jvm.read(); ; line = jvm.read()) {
        if (line.startsWith(JobRun.PROGRESS)) {
          progress.accept(Long.parseLong(line.substring(JobRun.PROGRESS.length())));
        } else if (line.startsWith(JobRun.RESULT)) {
          try {
            return JSON.readValue(line.substring(JobRun.RESULT.length()), RunResult.class);
          } catch (JsonProcessingException e) {
            throw new CommandException("not a result: " + line, e);
          }
        }
      }
    }

    @Override
    public void close() {
      jvm.close();
      delete(checkpoints);
    }
  }

  /**
   * Starts a job on an empty Redis.
   *
   * @param serves whether it goes on reading when it has read the log
   */
  public Running start(
      Variant variant,
      Log log,
      boolean serves,
      long warmUpEvents,
      Jobs jobs,
      Optional<Profiler> profiler) {
    redisUse.empty();
    Map<String, String> options = log.topicOptions(variant);
    options.putAll(jobs.options());
    RunPlan plan =
        new RunPlan(
            variant,
            bootstrapServers,
            redis.uri(),
            options,
            directory.resolve("checkpoints-" + (runs + 1)).toString(),
            log.events(variant),
            serves,
            warmUpEvents,
            jobs.parallelism());
    return new Running(plan, profiler);
  }

  /** Runs a job over a whole log and tells what came of it. */
  public Measured run(
      Variant variant,
      Log log,
      long warmUpEvents,
      Jobs jobs,
      Optional<Profiler> profiler,
      LongConsumer progress) {
    try (Running running = start(variant, log, false, warmUpEvents, jobs, profiler)) {
      RunResult result = running.result(progress);
      return new Measured(variant, log, result, redisUse.sinceEmpty());
    }
  }

  @Override
  public void close() {
    redisUse.close();
    broker.close();
    redis.close();
    delete(directory);
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}

package dev.freshet.localstack.up;

import dev.freshet.effect.EffectJob;
import dev.freshet.effect.EffectOptions;
import dev.freshet.engagement.EngagementJob;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.experiments.ExperimentTopic;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.rules.RuleTopic;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.Topics;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.runtime.start.StartRefusedException;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.stickiness.StickinessJob;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.LoopbackFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/** A Kafka, a Redis and a Flink in this process, and the jobs that run on them. */
final class Stack implements AutoCloseable {

  private static final int PARALLELISM = 2;
  private static final int PARTITIONS = 2;
  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

  /** So that each slot has the same whatever runs. */
  private static final int MANAGED_MEBIBYTES_OF_A_JOB = 128;

  private final DataDirectory data;
  private final EmbeddedKafka kafka;
  private final EmbeddedRedis redis;
  private final MiniCluster flink;
  private final RuntimeSettings settings;
  private final Duration longestWait;
  private final String rewards;
  private final List<RunningJob> jobs;
  private final ExperimentTopic.Applied experiments;

  /**
   * The jobs of which each reads all that users do, under their names. The effect job runs beside
   * them, and the engagement job where it has rules.
   */
  static final List<String> JOBS = List.of(RecommendationsJob.NAME, StickinessJob.NAME);

  /** Where everything listens; metrics may be served nowhere. */
  record Addresses(int flink, int kafka, int redis, @Nullable Integer metrics) {}

  /** Starts everything, without the engagement job and without experiments. */
  Stack(DataDirectory data, Addresses ports, Configuration options) {
    this(data, ports, options, RuleSet.NONE, List.of());
  }

  /**
   * Starts everything, submits the jobs and waits until they run.
   *
   * @param given the jobs' options; where Kafka and Redis are is added to them
   * @param rules of incentives, and audiences
   * @param experiments that run
   */
  Stack(
      DataDirectory data,
      Addresses ports,
      Configuration given,
      RuleSet rules,
      List<Experiment> experiments) {
    this.data = data;
    redis = EmbeddedRedis.start(ports.redis(), data.redis());
    kafka = EmbeddedKafka.start(data.kafka(), ports.kafka(), Map.of());
    Configuration configuration = new Configuration(given);
    configuration.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    configuration.set(RedisOptions.URI, redis.uri());
    StackOptions options = StackOptions.of(configuration);
    settings = options.settings();
    longestWait = options.longestWait();
    rewards = options.prompt().get(EngagementOptions.TOPIC_REWARDS);
    createTopics(options);
    this.experiments = apply(experiments, options);
    apply(rules, options);
    flink = startFlink(ports, JOBS.size() + (rules.isEmpty() ? 1 : 2));
    List<RunningJob> running = new ArrayList<>();
    running.add(submit(RecommendationsJob.NAME, RecommendationsJob::define, options.shared()));
    running.add(submit(StickinessJob.NAME, StickinessJob::define, options.shared()));
    if (!rules.isEmpty()) {
      running.add(submit(EngagementJob.NAME, EngagementJob::define, options.prompt()));
    }
    running.add(submit(EffectJob.NAME, EffectJob::define, options.effect()));
    jobs = List.copyOf(running);
    awaitTasks();
  }

  private void awaitTasks() {
    try {
      for (RunningJob job : jobs) {
        job.awaitTasks(START_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while the jobs started", e);
    }
  }

  /** The jobs that read rules may read them from topics of different names. */
  private void apply(RuleSet rules, StackOptions options) {
    Stream.of(
            options.prompt().get(EngagementOptions.TOPIC_RULES),
            options.shared().get(KafkaOptions.TOPICS_RULES))
        .filter(topic -> !topic.isEmpty())
        .distinct()
        .forEach(topic -> new RuleTopic(client(), topic).apply(rules));
  }

  private ExperimentTopic.Applied apply(List<Experiment> asked, StackOptions options) {
    return ExperimentsOption.apply(
        asked, client(), options.shared().get(KafkaOptions.TOPICS_EXPERIMENTS));
  }

  /** The experiments that it was started with. */
  ExperimentTopic.Applied experiments() {
    return experiments;
  }

  private Map<String, Object> client() {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
  }

  private void createTopics(StackOptions options) {
    Topics topics = settings.kafka().topics();
    topics.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, PARTITIONS));
    kafka.createTopic(topics.items(), 1, COMPACTED);
    kafka.createTopic(topics.rejected(), 1);
    kafka.createTopic(topics.exposures(), PARTITIONS);
    kafka.createTopic(options.effect().get(EffectOptions.TOPIC_EFFECTS), PARTITIONS, COMPACTED);
    kafka.createTopic(rewards, PARTITIONS);
    kafka.createTopic(options.prompt().get(EngagementOptions.TOPIC_AUDIENCE_CHANGES), PARTITIONS);
    UserStateSettings.topics(options.shared(), settings.kafka())
        .forEach(topic -> kafka.createTopic(topic, PARTITIONS, COMPACTED));
  }

  private MiniCluster startFlink(Addresses ports, int jobs) {
    int port = ports.flink();
    Configuration configuration = LoopbackFlink.configuration();
    configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
    configuration.set(RestOptions.PORT, port);
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        MemorySize.ofMebiBytes((long) jobs * MANAGED_MEBIBYTES_OF_A_JOB));
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    configuration.setString("metrics.reporters", "stack");
    configuration.setString(
        "metrics.reporter.stack.factory.class", JobCounters.Factory.class.getName());
    if (ports.metrics() != null) {
      LoopbackPrometheus.configure(configuration, ports.metrics());
    }
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(jobs * PARALLELISM)
                .build());
    try {
      cluster.start();
      return cluster;
    } catch (Exception e) {
      throw new CommandException("Flink did not start on port " + port + ": " + e.getMessage(), e);
    }
  }

  /** Builds a job between Kafka and Redis. */
  private interface Definition {
    void define(StreamExecutionEnvironment env, Configuration options);
  }

  private RunningJob submit(String name, Definition definition, Configuration options) {
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, data.checkpoints(name).toUri().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.addAll(options);
    Optional<Path> resumed = data.newestSnapshot(name);
    resumed.ifPresent(
        snapshot ->
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, snapshot.toUri().toString()));
    StreamExecutionEnvironment env = JobEnvironment.create(configuration);
    definition.define(env, configuration);
    try {
      JobGraph graph = JobEnvironment.graph(env, name).getJobGraph();
      return new RunningJob(flink, name, flink.submitJob(graph).get().getJobID(), resumed);
    } catch (ExecutionException | StartRefusedException e) {
      throw new CommandException("the job " + name + " cannot be submitted: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while a job was submitted", e);
    }
  }

  RuntimeSettings settings() {
    return settings;
  }

  /** The jobs that run. */
  List<String> jobs() {
    return jobs.stream().map(RunningJob::name).toList();
  }

  /** The topic of rewards. */
  String rewards() {
    return rewards;
  }

  String redisUri() {
    return redis.uri();
  }

  /** The savepoints and checkpoints that the jobs went on from. */
  List<Path> resumed() {
    return jobs.stream().flatMap(job -> job.resumed().stream()).toList();
  }

  /**
   * Makes sure that everything read so far has gone through the jobs and is in Redis: that is what
   * a checkpoint waits for. Lists that waited for their items to be known follow with the next
   * pulse, and a second checkpoint waits for those.
   */
  void settle(Duration patience) throws InterruptedException {
    checkpoint(patience);
    TimeUnit.MILLISECONDS.sleep(2 * longestWait.toMillis());
    checkpoint(patience);
  }

  private void checkpoint(Duration patience) throws InterruptedException {
    for (RunningJob job : jobs) {
      job.checkpoint(patience);
    }
  }

  /** Fails if a job has ended, which none ever does by itself. */
  void requireRunning() throws InterruptedException {
    for (RunningJob job : jobs) {
      job.requireRunning();
    }
  }

  /** Stops the jobs, with savepoints if the data is kept, then everything else. */
  @Override
  public void close() {
    try {
      for (RunningJob job : jobs) {
        stop(job);
      }
      flink.close();
    } catch (CommandException e) {
      throw e;
    } catch (Exception e) {
      throw new CommandException("Flink did not stop cleanly: " + e, e);
    } finally {
      redis.close();
      kafka.close();
    }
  }

  private void stop(RunningJob job) throws Exception {
    if (data.isKept()) {
      job.stopWithSavepoint(data.savepoints(job.name()), STOP_PATIENCE);
    } else {
      job.cancel().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}

package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.experiments.ExperimentTopic;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.rules.RuleTopic;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.localstack.up.DataDirectory;
import dev.freshet.localstack.up.ExperimentsOption;
import dev.freshet.localstack.up.Feeding;
import dev.freshet.localstack.up.HomePage;
import dev.freshet.localstack.up.Pace;
import dev.freshet.localstack.up.PortOptions;
import dev.freshet.localstack.up.Ports;
import dev.freshet.localstack.up.Producer;
import dev.freshet.localstack.up.SimulatedFeed;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/** A cluster at work: started, fed, watched, stopped. */
final class LocalCluster {

  private static final int FLINK_PORT = 8081;
  private static final int KAFKA_PORT = 9092;
  private static final int REDIS_PORT = 6379;
  private static final int PARTITIONS = 4;
  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");
  private static final int SECONDS_PER_LINE = 5;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Plan plan;
  private final DataDirectory data;
  private final StopSignal stop;
  private final PrintWriter out;

  /**
   * What is run.
   *
   * @param options of Flink and of the jobs
   * @param rules of incentives, and audiences
   * @param experiments that run
   * @param perSecond events a second, 0 for none
   * @param seconds of events, or null to go on until it is stopped
   */
  record Plan(
      JobOptions options,
      RuleSet rules,
      List<Experiment> experiments,
      int parallelism,
      double perSecond,
      @Nullable Integer seconds,
      long seed,
      PortOptions ports) {}

  LocalCluster(Plan plan, DataDirectory data, StopSignal stop, PrintWriter out) {
    this.plan = plan;
    this.data = data;
    this.stop = stop;
    this.out = out;
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }

  /** Runs it until the time is over or it is stopped. */
  void run() throws InterruptedException {
    Addresses addresses = addresses();
    ClusterFolders folders = new ClusterFolders(data.path());
    StagingOverlay overlay = StagingOverlay.recorded();
    StagedFiles files = StagedFiles.write(overlay, folders);
    ClusterSettings settings =
        Usage.checked(
            () ->
                ClusterSettings.of(
                    ClusterJobs.NAMES, files.here(), plan.options().with(addresses.options())));
    Usage.require(
        plan.parallelism() <= settings.mostParallelism(),
        "--parallelism must be at most %d: there are %d task managers of %d slots, and %d jobs"
            .formatted(
                settings.mostParallelism(),
                settings.taskManagers(),
                settings.slots(),
                settings.jobs().size()));
    settings.jobs().forEach(job -> ClusterJobs.jar(ClusterPlace.root(), job));
    EmbeddedRedis.endOrphan(data.redis());
    say("Starting Kafka, Redis, ZooKeeper, a job manager and task managers …");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(data.kafka(), addresses.kafka(), Map.of());
        EmbeddedRedis redis = EmbeddedRedis.start(addresses.redis(), data.redis());
        FlinkCluster cluster = FlinkCluster.start(ClusterPlace.root(), data.path(), settings)) {
      createTopics(kafka, settings);
      ExperimentTopic.Applied experiments =
          ExperimentsOption.apply(plan.experiments(), client(kafka), settings.experimentsTopic());
      say("As in k8s/overlays/staging, but for");
      Differences.of(overlay, files, settings).forEach(each -> say("  " + each));
      introduce(
          cluster.processes().restPort(),
          kafka.bootstrapServers(),
          redis.uri(),
          settings,
          experiments);
      runJobs(cluster, settings, redis.uri());
      say("Stopping …");
    } finally {
      new ClusterFolders(data.path()).forget();
    }
  }

  /** Ports on the loopback interface. */
  private record Addresses(int flink, int kafka, int redis) {

    Map<String, String> options() {
      return Map.of(
          "rest.port", Integer.toString(flink),
          "kafka.bootstrap-servers", "localhost:" + kafka,
          "redis.uri", "redis://localhost:" + redis);
    }
  }

  private Addresses addresses() {
    Ports ports = new Ports(out);
    PortOptions asked = plan.ports();
    return new Addresses(
        ports.choose("Flink's web page", "--port-flink", asked.flink(), FLINK_PORT),
        ports.choose("Kafka", "--port-kafka", asked.kafka(), KAFKA_PORT),
        ports.choose("Redis", "--port-redis", asked.redis(), REDIS_PORT));
  }

  private void createTopics(EmbeddedKafka kafka, ClusterSettings settings) {
    Topics topics = settings.kafka().topics();
    topics.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, PARTITIONS));
    kafka.createTopic(topics.items(), 1, COMPACTED);
    kafka.createTopic(topics.rejected(), 1);
    settings.userStateTopics().forEach(topic -> kafka.createTopic(topic, PARTITIONS, COMPACTED));
    kafka.createTopic(settings.rewardsTopic(), PARTITIONS);
    kafka.createTopic(settings.audienceChangesTopic(), PARTITIONS);
    new RuleTopic(client(kafka), settings.rulesTopic()).apply(plan.rules());
    kafka.createTopic(topics.exposures(), PARTITIONS);
    kafka.createTopic(settings.effectsTopic(), 1, COMPACTED);
  }

  private static Map<String, Object> client(EmbeddedKafka kafka) {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
  }

  private void runJobs(FlinkCluster cluster, ClusterSettings settings, String redisUri)
      throws InterruptedException {
    ClusterFolders folders = new ClusterFolders(data.path());
    cluster.jobs().submit(settings.jobs(), plan.parallelism());
    folders.tell(
        new ClusterFolders.State(
            ProcessHandle.current().pid(), cluster.processes().restPort(), plan.parallelism()));
    try (Producer producer = new Producer(settings.kafka());
        HomePage page = new HomePage(redisUri, settings.keys())) {
      feedAndWatch(cluster, producer, page);
    }
    if (data.isKept()) {
      cluster.jobs().stop(false).forEach((job, at) -> say("  " + job + "  saved to " + at));
    }
  }

  private void introduce(
      int restPort,
      String kafka,
      String redis,
      ClusterSettings settings,
      ExperimentTopic.Applied experiments) {
    say("  Flink   http://localhost:" + restPort);
    say("  Kafka   " + kafka);
    say("  Redis   " + redis);
    say("  Data    " + data.path() + (data.isKept() ? "  (kept)" : "  (gone at the end)"));
    say("  Logs    " + new ClusterFolders(data.path()).flink());
    say("  Rules   " + plan.rules().names() + "  (./local-stack/rules changes them)");
    say(
        "  Experiments  "
            + experiments.experiments().stream()
                .map(Experiment::name)
                .collect(Collectors.joining(", "))
            + "  (./local-stack/experiments changes them; GET experiment:<name>)");
    experiments.told().forEach(told -> say("  " + told));
    say(
        "  Metrics http://localhost, ports %s, one for each process"
            .formatted(settings.checked().toMap().get("metrics.reporter.prom.port")));
    say("./local-stack/cluster savepoint, restart and stop work on it. Ctrl-C stops everything.");
  }

  private void feedAndWatch(FlinkCluster cluster, Producer producer, HomePage page)
      throws InterruptedException {
    if (plan.perSecond() == 0) {
      watch(cluster, producer);
      return;
    }
    Feeding feeding =
        new Feeding(
            new SimulatedFeed(SimulatorSettings.withSeed(plan.seed())).showing(page),
            producer,
            new Pace(plan.perSecond()));
    feeding.start();
    try {
      watch(cluster, producer);
    } finally {
      feeding.stop();
    }
    feeding.requireSucceeded();
  }

  private void watch(FlinkCluster cluster, Producer producer) throws InterruptedException {
    Integer seconds = plan.seconds();
    for (int second = 1; seconds == null || second <= seconds; second++) {
      if (stop.await(TimeUnit.SECONDS.toNanos(1))) {
        return;
      }
      int revived = cluster.processes().revive();
      if (revived > 0) {
        say("Started " + revived + " processes of Flink again that had died.");
      }
      if (second % SECONDS_PER_LINE == 0) {
        say(line(cluster, producer));
      }
    }
  }

  private static String line(FlinkCluster cluster, Producer producer) throws InterruptedException {
    return "%s  %,d events taken by Kafka · %s"
        .formatted(
            LocalTime.now(ZoneId.systemDefault()).format(CLOCK),
            producer.taken(),
            jobs(cluster.jobs().jobManager()));
  }

  private static String jobs(JobManager jobManager) throws InterruptedException {
    try {
      return jobManager.jobs().entrySet().stream()
          .map(job -> job.getKey() + (job.getValue().isRunning() ? " runs" : " does not run yet"))
          .collect(Collectors.joining(", "));
    } catch (UncheckedIOException | CommandException e) {
      return "the job manager does not answer";
    }
  }
}

package dev.freshet.localstack.faults;

import dev.freshet.localstack.cluster.ClusterJobs;
import dev.freshet.localstack.cluster.ClusterSettings;
import dev.freshet.localstack.cluster.FlinkCluster;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.experiments.ExperimentTopic;
import dev.freshet.localstack.kafka.DefinitionTopic;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.localstack.rules.RuleTopic;
import dev.freshet.localstack.run.FaultFree;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.FlinkProcesses;
import dev.freshet.testing.FreePort;
import dev.freshet.testing.KafkaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The whole platform in processes of its own, and what a test needs to disturb each of them: jobs
 * and readers reach Kafka and Redis through proxies.
 */
final class Platform implements AutoCloseable {

  /** Events a second while faults happen. */
  static final double PER_SECOND = 100;

  /** Before, so that lists have something to go by, and the model has learned the most of it. */
  private static final double WARM_UP_PER_SECOND = 500;

  private static final double WARM_UP_SECONDS = 30;

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path OPTIONS =
      Path.of("src/test/resources/dev/freshet/localstack/faults/cluster.yaml");

  /** For each job that a task manager can run in as many tasks as there are task managers. */
  private static final int SLOTS_OF_A_JOB = 2;

  private static final int PARALLELISM = 2;
  private static final int PARTITIONS = 2;
  private static final Map<String, String> OF_JOBS =
      Map.of("kafka.topics.purchases", "purchases", "recommendations.model.frozen", "true");

  /**
   * So many microseconds for each command of the file from which a server starts: it is LOADING.
   */
  private static final List<String> SLOW_TO_LOAD =
      List.of("--key-load-delay", "20", "--loading-process-events-interval-bytes", "1024");

  private final Path directory;
  private final List<String> names;
  private final Topics topics;
  private final TopicContents onKafka;
  private final Proxy kafkaDoor;
  private final KafkaProcess kafka;
  private final Proxy jobManagerDoor;
  private final Proxy redisDoor;
  private final Proxy readersDoor;
  private final FlinkCluster flink;
  private final FaultFree expected;
  private final Flow flow;
  private EmbeddedRedis redis;
  private int servers;

  /**
   * Starts everything; no events flow yet.
   *
   * @param jobs that run
   * @param rules in force from the beginning, and audiences
   */
  Platform(Path folder, List<String> jobs, RuleSet rules) throws InterruptedException {
    this(folder, jobs, rules, Map.of(), List.of());
  }

  /**
   * Starts everything; no events flow yet.
   *
   * @param jobs that run
   * @param rules in force from the beginning, and audiences
   * @param options that the jobs have beside those of the file
   * @param experiments that run
   */
  Platform(
      Path folder,
      List<String> jobs,
      RuleSet rules,
      Map<String, String> options,
      List<Experiment> experiments)
      throws InterruptedException {
    directory = folder.toAbsolutePath();
    names = jobs;
    int kafkaPort = FreePort.orFree(0);
    kafkaDoor = new Proxy(kafkaPort);
    kafka =
        KafkaProcess.start(
            directory.resolve("kafka"),
            kafkaPort,
            Map.of("advertised.listeners", "PLAINTEXT://" + kafkaAddress()));
    redis = startRedis(List.of());
    redisDoor = new Proxy(redis.port());
    readersDoor = new Proxy(redis.port());
    int jobManagerPort = FreePort.orFree(0);
    jobManagerDoor = new Proxy(jobManagerPort);
    ClusterSettings settings =
        ClusterSettings.of(
            jobs,
            new JobOptions(OPTIONS, options)
                .with(
                    Map.of(
                        "kafka.bootstrap-servers", kafkaAddress(),
                        "redis.uri", uri(redisDoor.port()),
                        "high-availability.jobmanager.port",
                            Integer.toString(jobManagerDoor.port()),
                        "jobmanager.rpc.bind-port", Integer.toString(jobManagerPort),
                        "execution.checkpointing.interval", "5 s",
                        "taskmanager.numberOfTaskSlots",
                            Integer.toString(SLOTS_OF_A_JOB * jobs.size()))));
    topics = settings.kafka().topics();
    topics.interactionsAndPurchases().forEach(topic -> createTopic(topic, PARTITIONS));
    createTopic(topics.items(), 1);
    createTopic(topics.rejected(), 1);
    settings.userStateTopics().forEach(topic -> createTopic(topic, PARTITIONS));
    createTopic(settings.rewardsTopic(), PARTITIONS);
    createTopic(settings.audienceChangesTopic(), PARTITIONS);
    Map<String, Object> client = Map.of("bootstrap.servers", kafkaAddress());
    new RuleTopic(client, settings.rulesTopic()).apply(rules);
    onKafka =
        new TopicContents(kafkaAddress(), topics, settings.rewardsTopic(), settings.effectsTopic());
    if (topics.hasExposures()) {
      createTopic(topics.exposures(), PARTITIONS);
      createTopic(settings.effectsTopic(), PARTITIONS);
      new ExperimentTopic(new DefinitionTopic(client, settings.experimentsTopic()))
          .apply(experiments, 0L);
    }
    flink = FlinkCluster.start(ROOT, directory.resolve("cluster"), settings);
    expected = new FaultFree(OF_JOBS, rules);
    flow = new Flow(kafkaAddress(), topics, expected);
    flink.jobs().submit(jobs, PARALLELISM);
  }

  /** Lets the jobs learn what the faults are not to disturb. */
  void warmUp() throws InterruptedException {
    flow.begin(WARM_UP_PER_SECOND);
    flow.awaitSeconds(WARM_UP_SECONDS);
  }

  private void createTopic(String name, int partitions) {
    EmbeddedKafka.createTopic(kafkaAddress(), name, partitions, Map.of());
  }

  private static String uri(int port) {
    return "redis://localhost:" + port;
  }

  String kafkaAddress() {
    return "localhost:" + kafkaDoor.port();
  }

  /** Starts another Redis, which is empty unless its arguments say otherwise. */
  EmbeddedRedis startRedis(List<String> arguments) {
    return EmbeddedRedis.start(
        directory.resolve("redis-" + servers++),
        Stream.concat(SLOW_TO_LOAD.stream(), arguments.stream()).toList());
  }

  Topics topics() {
    return topics;
  }

  KafkaProcess kafka() {
    return kafka;
  }

  Proxy kafkaDoor() {
    return kafkaDoor;
  }

  Proxy redisDoor() {
    return redisDoor;
  }

  /** By which task managers reach the job manager. */
  Proxy jobManagerDoor() {
    return jobManagerDoor;
  }

  FlinkProcesses flink() {
    return flink.processes();
  }

  ClusterJobs jobs() {
    return flink.jobs();
  }

  Flow flow() {
    return flow;
  }

  /** Where readers find Redis, whichever it is. */
  String readersUri() {
    return uri(readersDoor.port());
  }

  EmbeddedRedis redis() {
    return redis;
  }

  /** Puts another Redis in the place of the one there is, which is closed. */
  void replaceRedis(EmbeddedRedis successor) {
    EmbeddedRedis before = redis;
    redis = successor;
    redisDoor.target(successor.port());
    readersDoor.target(successor.port());
    before.close();
  }

  /** Where the checkpoints of the first job are. */
  Path checkpoints() {
    return directory.resolve("cluster").resolve(names.get(0)).resolve("checkpoints");
  }

  /**
   * Compares what Redis holds with a run without faults.
   *
   * @param keys with which those begin that are compared, divided by commas
   */
  Contents contents(String keys) throws IOException {
    Path dump = directory.resolve("expected.jsonl");
    expected.write(dump);
    return Contents.of(dump, redis.uri(), keys);
  }

  /** What lies on Kafka. */
  TopicContents onKafka() {
    return onKafka;
  }

  /** Whether checkpoints hold that a job has read all the records of events that there are. */
  boolean hasRead(String job) throws Exception {
    return onKafka.isReadBy(job);
  }

  /** How many jobs read all events. */
  int jobsCount() {
    return names.size();
  }

  @Override
  public void close() {
    flow.close();
    flink.close();
    redis.close();
    kafka.close();
    kafkaDoor.close();
    jobManagerDoor.close();
    redisDoor.close();
    readersDoor.close();
  }
}

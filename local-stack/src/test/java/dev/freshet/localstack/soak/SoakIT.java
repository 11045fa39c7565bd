package dev.freshet.localstack.soak;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.effect.EffectJob;
import dev.freshet.engagement.EngagementJob;
import dev.freshet.localstack.cluster.ClusterSettings;
import dev.freshet.localstack.cluster.FlinkCluster;
import dev.freshet.localstack.cluster.JobManager;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.localstack.rules.RuleTopic;
import dev.freshet.localstack.up.Feeding;
import dev.freshet.localstack.up.Pace;
import dev.freshet.localstack.up.Producer;
import dev.freshet.recommendations.RecDocument;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.stickiness.StickinessJob;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.FreePort;
import dev.freshet.testing.KafkaProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two jobs at a time at work on a cluster of processes for a while, with ever more users and items.
 * The tables go to standard output. {@code -Dsoak.minutes=N} works for another time than ten
 * minutes.
 */
@Tag("soak")
class SoakIT {

  private static final Work LISTS =
      new Work(List.of(RecommendationsJob.NAME, StickinessJob.NAME), Map.of(), SoakIT::isInList);

  private static final Work REWARDS =
      new Work(
          List.of(EngagementJob.NAME, EffectJob.NAME),
          Map.of(
              "kafka.topics.exposures", "exposures",
              "engagement.lateness", "10 s",
              "engagement.cache.entries", "1000",
              "effect.lateness", "10 s",
              "effect.cache.entries", "1000"),
          SoakIT::isRewarded);

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path OPTIONS =
      Path.of("src/test/resources/dev/freshet/localstack/faults/cluster.yaml");
  private static final Path RULES = OPTIONS.resolveSibling("rules.yaml");
  private static final Path DIRECTORY = Path.of("target", "soak").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PER_SECOND = 300;
  private static final long EVERY_SECONDS = 15;
  private static final String ROCKSDB = "cluster/rocksdb";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARALLELISM = 2;
  private static final long MIB = 1 << 20;

  /** RocksDB fills the managed memory of each task manager by and by, whatever it is given. */
  private static final long MANAGED = 128 * MIB;

  /** Caches are small, so that they are full soon; nothing is a flood. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "recommendations.cache.size", "4 mb",
          "recommendations.cache.entries", "1000",
          "events.cache-entries", "1000",
          "stickiness.cache.entries", "1000",
          "events.flood-limit", "0",
          "events.arrival-limit", "0",
          "taskmanager.memory.managed.size", MANAGED / MIB + "m",
          "state.backend.rocksdb.localdir", DIRECTORY.resolve(ROCKSDB).toString(),
          "execution.checkpointing.interval", "20 s");

  /** An item is known in heap to the model and to each ranking task: docs/performance.md. */
  private static final long HEAP_PER_ITEM = 3 * 1024;

  private static final long HEAP_SLACK = 24 * MIB;

  private static final long BESIDE_SLACK = 96 * MIB;

  private static final double PER_KEY_SLACK = 1.25;

  private final long seconds = TimeUnit.MINUTES.toSeconds(Long.getLong("soak.minutes", 10));
  private final List<Footprint> footprints = new ArrayList<>();

  /**
   * What is at work.
   *
   * @param jobs their names
   * @param settings that only they have
   * @param isKnown whether Redis has what follows from an event
   */
  private record Work(
      List<String> jobs,
      Map<String, String> settings,
      BiPredicate<Interaction, RedisCommands<String, String>> isKnown) {

    @Override
    public String toString() {
      return String.join(" and ", jobs);
    }
  }

  static Stream<Work> works() {
    return Stream.of(LISTS, REWARDS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("works")
  void takesNoMoreForAsManyUsersAndItemsAfterAWhile(Work work) throws Exception {
    FileUtils.deleteDirectory(DIRECTORY.toFile());
    int port = FreePort.orFree(0);
    String address = "localhost:" + port;
    int taskManagers;
    Map<String, String> listeners = Map.of("advertised.listeners", "PLAINTEXT://" + address);
    try (KafkaProcess kafka = KafkaProcess.start(DIRECTORY.resolve("kafka"), port, listeners);
        EmbeddedRedis redis = EmbeddedRedis.start(DIRECTORY.resolve("redis"), List.of())) {
      ClusterSettings settings = settings(work, address, redis);
      taskManagers = settings.taskManagers();
      createTopics(address, settings);
      new RuleTopic(Map.of("bootstrap.servers", address), settings.rulesTopic())
          .apply(RuleFiles.read(List.of(RULES), Instant.now()).orFail());
      try (FlinkCluster flink = FlinkCluster.start(ROOT, DIRECTORY.resolve("cluster"), settings);
          RedisClient client = RedisClient.create(redis.uri())) {
        flink.jobs().submit(work.jobs(), PARALLELISM);
        Map<String, JobManager.Job> started = runningJobs(flink);
        RedisCommands<String, String> commands = client.connect().sync();
        GrowingFeed feed = new GrowingFeed();
        try (Producer producer = new Producer(settings.kafka())) {
          Feeding feeding = new Feeding(feed, producer, new Pace(PER_SECOND));
          feeding.start();
          try {
            observe(flink, taskManagers, commands, feed, feeding);
          } finally {
            feeding.stop();
          }
          Interaction newest = requireNonNull(producer.newest()).interaction();
          await("what follows from the newest event")
              .atMost(PATIENCE)
              .until(() -> work.isKnown().test(newest, commands));
        }
        assertThat(runningJobs(flink)).as("jobs that nothing ended").isEqualTo(started);
      }
      kafka.kill();
    }
    assertNothingGrew(taskManagers);
  }

  private static ClusterSettings settings(Work work, String kafkaAddress, EmbeddedRedis redis) {
    Map<String, String> given = new HashMap<>(SETTINGS);
    given.putAll(work.settings());
    given.put("kafka.bootstrap-servers", kafkaAddress);
    given.put("redis.uri", redis.uri());
    return ClusterSettings.of(work.jobs(), new JobOptions(OPTIONS, given));
  }

  private static void createTopics(String address, ClusterSettings settings) {
    Topics topics = settings.kafka().topics();
    Stream.of(
            topics.interactionsAndPurchases(),
            List.of(topics.items(), topics.rejected(), topics.exposures()),
            List.of(settings.rewardsTopic(), settings.audienceChangesTopic()),
            List.of(settings.effectsTopic()),
            settings.userStateTopics())
        .flatMap(Collection::stream)
        .filter(topic -> !topic.isEmpty())
        .forEach(topic -> EmbeddedKafka.createTopic(address, topic, PARALLELISM, Map.of()));
  }

  /** The jobs, once all of their tasks run. */
  private static Map<String, JobManager.Job> runningJobs(FlinkCluster flink) {
    JobManager jobManager = new JobManager(flink.processes().restPort());
    return await()
        .atMost(PATIENCE)
        .until(
            jobManager::jobs,
            jobs -> jobs.size() == 2 && jobs.values().stream().allMatch(JobManager.Job::isRunning));
  }

  private void observe(
      FlinkCluster flink,
      int taskManagers,
      RedisCommands<String, String> redis,
      GrowingFeed feed,
      Feeding feeding)
      throws Exception {
    System.out.print(Footprint.HEADINGS);
    for (long second = EVERY_SECONDS; second <= seconds; second += EVERY_SECONDS) {
      awaitEvents(second * PER_SECOND, feed, feeding);
      Footprint footprint = Footprint.NOTHING;
      for (int number = 0; number < taskManagers; number++) {
        footprint = footprint.plus(flink.processes().taskManager(number).pid());
      }
      footprint =
          footprint.with(
              second, feed, Footprint.sizeOf(DIRECTORY.resolve(ROCKSDB)), memoryOf(redis));
      footprints.add(footprint);
      System.out.println(footprint.row());
    }
  }

  private static void awaitEvents(long events, GrowingFeed feed, Feeding feeding) {
    await()
        .forever()
        .until(
            () -> {
              feeding.requireSucceeded();
              return feed.sent() >= events;
            });
  }

  private static long memoryOf(RedisCommands<String, String> redis) {
    return redis
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static boolean isInList(Interaction newest, RedisCommands<String, String> redis) {
    String document = redis.get("rec:" + newest.user());
    return document != null && asOfMillis(document) >= newest.atMillis();
  }

  private static long asOfMillis(String document) {
    try {
      return RecDocument.of(JSON.readTree(document)).asOfMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRewarded(Interaction newest, RedisCommands<String, String> redis) {
    return redis.exists("engagement:" + newest.user(), "effect:home") == 2;
  }

  /**
   * Of a third of the time, when caches are full, and of the last one; the least of each counts.
   */
  private void assertNothingGrew(int taskManagers) {
    List<Footprint> settled = footprints.subList(footprints.size() / 3, footprints.size() / 2);
    List<Footprint> last = footprints.subList(footprints.size() * 5 / 6, footprints.size());
    Footprint before = settled.get(0);
    Footprint after = last.get(last.size() - 1);
    SoftAssertions softly = new SoftAssertions();
    softly
        .assertThat(least(last, Footprint::heap) - least(settled, Footprint::heap))
        .as("growth of the heap")
        .isLessThan(HEAP_SLACK + HEAP_PER_ITEM * (after.items() - before.items()));
    softly
        .assertThat(least(last, Footprint::beside) - footprints.get(0).beside())
        .as("growth beside the heap")
        .isLessThan(taskManagers * MANAGED + BESIDE_SLACK);
    softly
        .assertThat(perKey(last, Footprint::disk) / perKey(settled, Footprint::disk))
        .as("RocksDB's files for a user or item, compared")
        .isLessThan(PER_KEY_SLACK);
    softly
        .assertThat(perKey(last, Footprint::redis) / perKey(settled, Footprint::redis))
        .as("Redis' memory for a user or item, compared")
        .isLessThan(PER_KEY_SLACK);
    softly.assertAll();
  }

  private static long least(List<Footprint> footprints, ToLongFunction<Footprint> what) {
    return footprints.stream().mapToLong(what).min().orElseThrow();
  }

  private static double perKey(List<Footprint> footprints, ToLongFunction<Footprint> what) {
    return footprints.stream()
        .mapToDouble(each -> what.applyAsLong(each) / (double) (each.users() + each.items()))
        .min()
        .orElseThrow();
  }
}

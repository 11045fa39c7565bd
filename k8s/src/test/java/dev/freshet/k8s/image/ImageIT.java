package dev.freshet.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.k8s.OnePointEach;
import dev.freshet.k8s.check.BaseJob;
import dev.freshet.runtime.record.Topics;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as its Dockerfile makes it, and all jobs started from it. */
@Tag("k8s")
class ImageIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String IMAGE = "localhost/freshet";
  private static final Topics TOPICS =
      new Topics("clicks", "study", "comments", "purchases", "exposures", "items", "rejected");

  /** What each job writes of one user. */
  private static final String[] DOCUMENTS = {
    "rec:user-0", "stickiness:user-0", "engagement:user-0", "effect:home"
  };

  /** What the processes and the build print is kept here after the test. */
  private static final Path LOGS = Path.of("target", "image");

  @TempDir private static Path directory;
  private static List<BaseJob> jobs = List.of();
  private static Optional<Buildah> builder = Optional.empty();

  private final Map<String, PodVolumes> volumes = new TreeMap<>();

  @BeforeAll
  static void build() throws Exception {
    jobs = BaseJob.all();
    Optional<String> obstacle = Buildah.obstacle();
    assumeTrue(obstacle.isEmpty(), "the image is not built: " + obstacle.orElse(""));
    Files.createDirectories(LOGS);
    Buildah buildah = Buildah.in(directory, LOGS.resolve("build.log").toAbsolutePath());
    builder = Optional.of(buildah);
    StandInBase.build(buildah, directory);
    buildah.run(
        "bud",
        "--isolation",
        "chroot",
        "--build-arg",
        "FLINK_IMAGE=" + StandInBase.NAME,
        "--tag",
        IMAGE,
        "--file",
        "Dockerfile",
        "../jobs");
  }

  @AfterAll
  static void clean() throws Exception {
    if (builder.isPresent()) {
      builder.get().clean();
    }
  }

  @Test
  void hasJarsAndPluginsAndAUserWhoCannotReplaceThem() throws Exception {
    Buildah buildah = builder.orElseThrow();
    String container = buildah.run("from", IMAGE);

    assertThat(run(container, "find", "/opt/flink/usrlib", "/opt/flink/plugins", "-type", "f"))
        .contains(
            "/opt/flink/usrlib/recommendations.jar",
            "/opt/flink/usrlib/stickiness.jar",
            "/opt/flink/usrlib/engagement.jar",
            "/opt/flink/usrlib/effect.jar")
        .anyMatch(file -> file.matches("/opt/flink/plugins/s3-fs-presto/flink-s3-fs-presto-.*"))
        .anyMatch(file -> file.matches("/opt/flink/plugins/metrics-prometheus/.*"));
    assertThat(run(container, "id", "-u")).containsExactly("9999");
    assertThat(run(container, "find", "/opt/flink/usrlib", "/opt/flink/plugins", "-writable"))
        .isEmpty();
    buildah.run("rm", container);
  }

  private static List<String> run(String container, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--isolation", "chroot", container, "--"));
    all.addAll(List.of(command));
    return builder.orElseThrow().run(all.toArray(String[]::new)).lines().toList();
  }

  @Test
  void runsJobsThatGoOnFromTheirSavepoints() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri());
        Learners learners = new Learners(kafka, TOPICS)) {
      TOPICS.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, 2));
      kafka.createTopic(TOPICS.items(), 1);
      kafka.createTopic(TOPICS.rejected(), 1);
      List.of("stickiness", "interests", "preferences", "rewards", "audience-changes", "exposures")
          .forEach(topic -> kafka.createTopic(topic, 2));
      List.of("rules", "experiments", "effects").forEach(topic -> kafka.createTopic(topic, 1));
      learners.send(OnePointEach.record());
      for (BaseJob job : jobs) {
        PodVolumes ofJob = new PodVolumes(directory.resolve(job.name()));
        ofJob.writeOptions(job, kafka, redis);
        volumes.put(job.name(), ofJob);
      }
      RedisCommands<String, String> commands = client.connect().sync();

      Map<String, String> savepoints = runForAMinute(learners, commands);
      int points = points(commands, "user-0");
      commands.del(DOCUMENTS);
      goOn(savepoints, learners, commands);

      assertThat(points(commands, "user-0")).isGreaterThan(points);
    }
  }

  /** Where each job has left its savepoint. */
  private Map<String, String> runForAMinute(Learners learners, RedisCommands<String, String> redis)
      throws Exception {
    Map<String, String> savepoints = new TreeMap<>();
    Map<String, StartedJob> started = new TreeMap<>();
    try {
      for (BaseJob job : jobs) {
        started.put(job.name(), start(job, List.of()));
      }
      learners.clickFor(Duration.ofMinutes(1));
      await().atMost(PATIENCE).until(() -> redis.exists("pulse") == 1 && hasDocuments(redis));
      for (Map.Entry<String, StartedJob> each : started.entrySet()) {
        StartedJob job = each.getValue();
        await().atMost(PATIENCE).until(() -> job.rest().completedCheckpoints() > 1);
        assertThat(job.rest().restoredFrom()).isEmpty();
        assertThat(job.metrics())
            .contains("flink_jobmanager_job_numRestarts", "flink_taskmanager_job_task_operator");
        savepoints.put(each.getKey(), job.rest().stop());
        await().atMost(PATIENCE).until(() -> !job.hasJobManager());
        assertThat(job.hasTaskManager()).isTrue();
      }
    } finally {
      started.values().forEach(StartedJob::close);
    }
    return savepoints;
  }

  private void goOn(
      Map<String, String> savepoints, Learners learners, RedisCommands<String, String> redis)
      throws Exception {
    List<StartedJob> started = new ArrayList<>();
    try {
      for (BaseJob job : jobs) {
        String savepoint = savepoints.getOrDefault(job.name(), "");
        started.add(start(job, List.of("--fromSavepoint", savepoint)));
      }
      learners.click(0);
      await().atMost(PATIENCE).until(() -> hasDocuments(redis));
      for (StartedJob job : started) {
        assertThat(job.rest().restoredFrom()).contains("savepoint-");
      }
      // The one event tells of one item; this is another.
      assertThat(recent(redis, "user-0")).contains(learners.lastItem(0));
    } finally {
      started.forEach(StartedJob::close);
    }
  }

  private static boolean hasDocuments(RedisCommands<String, String> redis) {
    return redis.exists(DOCUMENTS) == DOCUMENTS.length;
  }

  private static int points(RedisCommands<String, String> redis, String user) {
    return Integer.parseInt(redis.hget("engagement:" + user, "points"));
  }

  private static List<String> recent(RedisCommands<String, String> redis, String user)
      throws IOException {
    String list = redis.get("rec:" + user);
    return new ObjectMapper().readTree(list).path("recent").asText().lines().toList();
  }

  private StartedJob start(BaseJob job, List<String> options)
      throws IOException, InterruptedException {
    return new StartedJob(builder.orElseThrow(), IMAGE, job, volumes(job), options, LOGS);
  }

  private PodVolumes volumes(BaseJob job) {
    return Optional.ofNullable(volumes.get(job.name())).orElseThrow();
  }
}

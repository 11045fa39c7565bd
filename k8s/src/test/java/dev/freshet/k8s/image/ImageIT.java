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
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The image as its Dockerfile makes it, and each job started from it. */
@Tag("k8s")
class ImageIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String IMAGE = "localhost/freshet";
  private static final Topics TOPICS =
      new Topics("clicks", "study", "comments", "purchases", "exposures", "items", "rejected");

  /** What each job writes of one user, or of all. */
  private static final Map<String, String[]> DOCUMENTS =
      Map.of(
          "recommendations", new String[] {"rec:user-0", "pulse"},
          "stickiness", new String[] {"stickiness:user-0"},
          "engagement", new String[] {"engagement:user-0"},
          "effect", new String[] {"effect:home"});

  /** What the processes and the build print is kept here after the test. */
  private static final Path LOGS = Path.of("target", "image");

  @TempDir private static Path directory;
  private static Optional<Buildah> builder = Optional.empty();

  @BeforeAll
  static void build() throws Exception {
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

  /** One after another: together they would starve each other on one machine. */
  @ParameterizedTest
  @MethodSource("jobs")
  void runsAJobThatGoesOnFromItsSavepoint(BaseJob job) throws Exception {
    Path folder = directory.resolve(job.name());
    String[] documents = DOCUMENTS.getOrDefault(job.name(), new String[0]);
    assertThat(documents).as("what the job writes of one user").isNotEmpty();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri());
        Learners learners = new Learners(kafka, TOPICS)) {
      makeTopics(kafka);
      learners.send(OnePointEach.record());
      PodVolumes volumes = new PodVolumes(folder);
      volumes.writeOptions(job, kafka, redis);
      RedisCommands<String, String> commands = client.connect().sync();

      String savepoint;
      try (StartedJob started = start(job, volumes, List.of())) {
        savepoint = work(started, learners, commands, documents);
      }
      int points = points(commands);
      commands.del(documents);
      try (StartedJob started = start(job, volumes, List.of("--fromSavepoint", savepoint))) {
        goOn(started, learners, commands, documents);
      }

      if (points > 0) {
        assertThat(points(commands)).as("points with those of before").isGreaterThan(points);
      }
    }
  }

  static List<BaseJob> jobs() throws IOException {
    return BaseJob.all();
  }

  private static void makeTopics(EmbeddedKafka kafka) {
    TOPICS.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, 2));
    kafka.createTopic(TOPICS.items(), 1);
    kafka.createTopic(TOPICS.rejected(), 1);
    List.of("stickiness", "interests", "preferences", "rewards", "audience-changes", "exposures")
        .forEach(topic -> kafka.createTopic(topic, 2));
    List.of("rules", "experiments", "effects").forEach(topic -> kafka.createTopic(topic, 1));
  }

  /** Where the job has left its savepoint. */
  private static String work(
      StartedJob job, Learners learners, RedisCommands<String, String> redis, String[] documents)
      throws Exception {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(ConnectException.class)
        .until(() -> job.rest().completedCheckpoints() > 0);
    learners.clickFor(Duration.ofSeconds(15));
    await().atMost(PATIENCE).until(() -> redis.exists(documents) == documents.length);
    assertThat(job.rest().restoredFrom()).isEmpty();
    assertThat(job.metrics())
        .contains("flink_jobmanager_job_numRestarts", "flink_taskmanager_job_task_operator");
    String savepoint = job.rest().stop();
    await().atMost(PATIENCE).until(() -> !job.hasJobManager());
    assertThat(job.hasTaskManager()).isTrue();
    return savepoint;
  }

  private static void goOn(
      StartedJob job, Learners learners, RedisCommands<String, String> redis, String[] documents)
      throws Exception {
    learners.click(0);
    await().atMost(PATIENCE).until(() -> redis.exists(documents) == documents.length);
    assertThat(job.rest().restoredFrom()).contains("savepoint-");
    if (redis.exists("rec:user-0") == 1) {
      // The one event tells of one item; this is another.
      assertThat(recent(redis, "user-0")).contains(learners.lastItem(0));
    }
  }

  /** What the user has earned, where the job that runs gives any. */
  private static int points(RedisCommands<String, String> redis) {
    String points = redis.hget("engagement:user-0", "points");
    return points == null ? 0 : Integer.parseInt(points);
  }

  private static List<String> recent(RedisCommands<String, String> redis, String user)
      throws IOException {
    String list = redis.get("rec:" + user);
    return new ObjectMapper().readTree(list).path("recent").asText().lines().toList();
  }

  private static StartedJob start(BaseJob job, PodVolumes volumes, List<String> options)
      throws IOException, InterruptedException {
    return new StartedJob(builder.orElseThrow(), IMAGE, job, volumes, options, LOGS);
  }
}

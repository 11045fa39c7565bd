package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.community.CommunityLife.said;
import static dev.freshet.engagement.community.CommunityLife.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.engagement.community.CommunityLife;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.LoopbackCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.FileUtils;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a real Redis has too much of after it was set back goes away again. */
@Tag("faults")
class RepublishIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2);

  @TempDir private Path directory;
  private Platform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new Platform(directory, EmbeddedRedis.start(0, directory.resolve("redis")));
    Configuration options = platform.options();
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
    // Only the last event of a topic brings time, and may be heard of before its watermark is.
    options.set(EngagementOptions.QUIET, Duration.ofMillis(100));
    platform.apply(Rules.idle("idle", "2h"));
    platform.apply(Rules.idle("ended", "2h"));
    platform.send(CommunityLife.catalogue().stream().map(platform::record).toList());
    platform.start(options);
  }

  @AfterEach
  void close(@InjectMiniCluster MiniCluster cluster) throws Exception {
    LoopbackCluster.cancelJobs(cluster);
    platform.close();
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE).ignoreExceptions();
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path path) {
    return new org.apache.flink.core.fs.Path(path.toUri());
  }

  private static Interaction shared(String user, long atMillis) {
    return Interaction.of(user + atMillis, user, "time", atMillis, InteractionKind.SHARE);
  }

  private void assertThatAllAreThere() {
    assertThat(platform.redis().zrange("audience:idle", 0, -1)).contains("amy", "ben", "ada");
    assertThat(platform.redis().zrange("audience:ended", 0, -1)).contains("amy", "ben", "ada");
    assertThat(platform.redis().exists("questions:ben", "partners:ben")).isEqualTo(2);
  }

  private void assertThatSomeAreGone() {
    assertThat(platform.redis().zrange("audience:idle", 0, -1))
        .contains("amy", "ada")
        .doesNotContain("ben");
    assertThat(platform.redis().exists("audience:ended", "questions:ben", "partners:ben")).isZero();
    assertThat(platform.redis().exists("threads:algebra")).isEqualTo(1);
  }

  @Test
  void takesAwayWhatTheCopyHasTooMuchThatRedisIsSetBackTo() throws Exception {
    platform.happen(study("amy", MONDAY_NOON), study("ben", MONDAY_NOON + 1));
    platform.happen(study("time", MONDAY_NOON + MINUTE / 2).withIds("time", "time", "time"));
    eventually()
        .untilAsserted(() -> assertThat(platform.redis().exists("partners:ben")).isEqualTo(1));
    platform.happen(
        said("q", "ada", InteractionKind.QUESTION, "", MONDAY_NOON + MINUTE),
        shared("time", MONDAY_NOON + 3 * HOUR));
    eventually().untilAsserted(this::assertThatAllAreThere);
    platform.server().stop();
    Path copy = directory.resolve("copy");
    FileUtils.copy(flinkPath(directory.resolve("redis")), flinkPath(copy), false);
    platform.server().launch();

    platform.happen(
        said("a", "cyd", InteractionKind.ANSWER, "q", MONDAY_NOON + 4 * HOUR),
        shared("ben", MONDAY_NOON + 4 * HOUR + MINUTE),
        shared("time", MONDAY_NOON + 5 * HOUR));
    platform.prefer("ben", false);
    platform.apply("audience:ended", null);
    eventually().untilAsserted(this::assertThatSomeAreGone);

    platform.server().kill();
    FileUtils.deleteDirectory(directory.resolve("redis").toFile());
    Files.move(copy, directory.resolve("redis"));
    platform.server().launch();
    eventually().untilAsserted(this::assertThatSomeAreGone);
  }
}

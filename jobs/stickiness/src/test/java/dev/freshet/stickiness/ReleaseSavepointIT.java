package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.ReleaseSavepoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state that a release wrote is read by every later build: the savepoint lies with the test,
 * and is made once a release, with {@code -Dsavepoint.record=true}.
 */
class ReleaseSavepointIT {

  private static final int THREE_WEEKS = 21;
  private static final long LAST_NOON = MONDAY_NOON + (THREE_WEEKS - 1) * DAY;

  @TempDir private Path directory;
  private Platform platform;

  @BeforeEach
  void open() {
    platform = new Platform(directory);
    // The positions in the savepoint are those behind them.
    List<Interaction> daily =
        IntStream.range(0, THREE_WEEKS)
            .mapToObj(day -> click("ada", MONDAY_NOON + day * DAY))
            .toList();
    platform.happen(daily);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void goesOnFromTheStateThatRelease010Wrote() throws Exception {
    ReleaseSavepoint release = new ReleaseSavepoint("stickiness-0.1.0");
    Configuration options = platform.telling();
    if (ReleaseSavepoint.IS_RECORDING) {
      JobClient job = platform.start(options);
      awaitTier("ada", "devoted");
      release.record(platform.stop(job));
      platform.redis().flushall();
    }
    JobClient job = platform.resume(options, release.unpack(directory.resolve("release")));

    platform.happen(click("ben", LAST_NOON + 14 * DAY));

    awaitTier("ada", "at-risk");
    assertThat(platform.stickiness("ada")).containsEntry("bestStreak", "21");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(platform.told("ada")).isEqualTo(platform.stickiness("ada")));
    job.cancel().get();
  }

  private void awaitTier(String user, String tier) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(platform.stickiness(user)).containsEntry("tier", tier));
  }
}

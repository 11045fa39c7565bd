package dev.freshet.stickiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.start.StartRefusedException;
import dev.freshet.testing.ChangedSavepoint;
import dev.freshet.testing.ReleaseSavepoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job refuses to go on from what it would go wrong with, and says what may be done. */
class RefusedStartIT {

  private static final String UID = "user-tracking";
  private static final String LAYOUT =
      "tracked user in the state " + UserTracking.trackedUserState().getName();
  private static final byte LATER_VERSION = 99;

  @TempDir private Path directory;

  private String release() throws IOException {
    return new ReleaseSavepoint("stickiness-0.1.0").unpack(directory.resolve("release"));
  }

  private static void start(String savepoint, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    // Nobody is there: the job must not come so far as to ask.
    arguments.addAll(List.of("--kafka.bootstrap-servers", "localhost:1"));
    arguments.addAll(List.of("--execution.state-recovery.path", savepoint));
    StickinessJob.main(arguments.toArray(String[]::new));
  }

  @Test
  void refusesAnotherMaxParallelism() throws Exception {
    String savepoint = release();

    assertThatThrownBy(() -> start(savepoint, "--pipeline.max-parallelism", "64"))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("pipeline.max-parallelism has changed")
        .hasMessageContaining(savepoint)
        .hasMessageContaining("128 there and 64 now for")
        .hasMessageContaining(UID)
        .hasMessageContaining("go on with what it knew: --pipeline.max-parallelism 128");
  }

  @Test
  void refusesStateOfAnOperatorThatItDoesNotHave() throws Exception {
    String savepoint = release();
    new ChangedSavepoint(savepoint).rename(UID, "something-new");

    assertThatThrownBy(() -> start(savepoint))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("has state of operators that this build does not have: something-new")
        .hasMessageContaining("--execution.state-recovery.ignore-unclaimed-state true");
  }

  /** Of a job that has only just begun, which cannot be stopped before all its tasks run. */
  private static String savepoint(Platform platform, Configuration options) throws Exception {
    JobClient job = platform.start(options);
    return await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> platform.stop(job), Objects::nonNull);
  }

  @Test
  void refusesALayoutThatItDoesNotKnowAndDoesNotTryAgain() throws Exception {
    try (Platform platform = new Platform(directory)) {
      Configuration options = platform.options();
      options.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
      options.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
      String savepoint = savepoint(platform, options);
      assertThat(new ChangedSavepoint(savepoint).setVersion(LAYOUT, LATER_VERSION)).isPositive();

      JobClient refused = platform.resume(options, savepoint);

      assertThatThrownBy(() -> refused.getJobExecutionResult().get())
          .satisfies(
              failure ->
                  assertThat(ExceptionUtils.findThrowable(failure, StartRefusedException.class))
                      .hasValueSatisfying(
                          refusal ->
                              assertThat(refusal)
                                  .hasMessageContaining("of version 99, of which this build knows")
                                  .hasMessageContaining("start the build that wrote it")));
    }
  }
}

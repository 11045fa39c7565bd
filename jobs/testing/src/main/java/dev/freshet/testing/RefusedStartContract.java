package dev.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.start.StartRefusedException;
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
import org.apache.flink.util.function.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job refuses to go on from what it cannot, and says why and what may be done. */
public abstract class RefusedStartContract {

  private static final byte LATER_VERSION = 99;

  @TempDir private Path directory;

  private final String release;
  private final ThrowingConsumer<String[], Exception> main;
  private final String uid;
  private final String layout;

  /**
   * @param release the name of a savepoint that was recorded
   * @param main of the job
   * @param uid of an operator that keeps packed state
   * @param layout of that state, as the state of layouts names it
   */
  protected RefusedStartContract(
      String release, ThrowingConsumer<String[], Exception> main, String uid, String layout) {
    this.release = release;
    this.main = main;
    this.uid = uid;
    this.layout = layout;
  }

  /** A platform around the job. */
  protected abstract JobPlatform open(Path folder);

  private String release() throws IOException {
    return new ReleaseSavepoint(release).unpack(directory.resolve("release"));
  }

  private void start(String savepoint, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    // Nobody is there: the job must not come so far as to ask.
    arguments.addAll(List.of("--kafka.bootstrap-servers", "localhost:1"));
    arguments.addAll(List.of("--execution.state-recovery.path", savepoint));
    main.accept(arguments.toArray(String[]::new));
  }

  @Test
  void refusesAnotherMaxParallelism() throws Exception {
    String savepoint = release();

    assertThatThrownBy(() -> start(savepoint, "--pipeline.max-parallelism", "64"))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("pipeline.max-parallelism has changed")
        .hasMessageContaining(savepoint)
        .hasMessageContaining("128 there and 64 now for")
        .hasMessageContaining(uid)
        .hasMessageContaining("go on with what it knew: --pipeline.max-parallelism 128");
  }

  @Test
  void refusesStateOfAnOperatorThatItDoesNotHave() throws Exception {
    String savepoint = release();
    new ChangedSavepoint(savepoint).rename(uid, "something-new");

    assertThatThrownBy(() -> start(savepoint))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("has state of operators that this build does not have: something-new")
        .hasMessageContaining("--execution.state-recovery.ignore-unclaimed-state true");
  }

  /** Of a job that has only just begun, which cannot be stopped before all its tasks run. */
  private static String savepoint(JobPlatform platform, Configuration options) throws Exception {
    JobClient job = platform.start(options);
    return await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> platform.stop(job), Objects::nonNull);
  }

  @Test
  void refusesALayoutThatItDoesNotKnowAndDoesNotTryAgain() throws Exception {
    try (JobPlatform platform = open(directory)) {
      Configuration options = platform.options();
      options.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
      options.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
      String savepoint = savepoint(platform, options);
      assertThat(new ChangedSavepoint(savepoint).setVersion(layout, LATER_VERSION)).isPositive();

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

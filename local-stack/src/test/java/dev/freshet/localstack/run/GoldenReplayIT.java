package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.diff.DiffCommand;
import dev.freshet.testing.LoopbackCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the golden logs through the deployable topologies in several tasks: what follows from the
 * events alone is what was recorded in process.
 */
@Tag("slow")
class GoldenReplayIT {

  private static final int TASKS = 2;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(TASKS);

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    return GoldenLogs.names();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsOnFlinkTheContentsThatWereRecordedInProcess(String name) throws IOException {
    List<String> arguments = GoldenLogs.arguments(name, GoldenLogs.copy(name, folder));
    String dump = folder.resolve("flink.jsonl").toString();

    arguments.addAll(List.of("--engine", "flink", "--parallelism", "" + TASKS, "--out", dump));
    CommandRun run = CommandRun.of(new RunCommand(), arguments.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    CommandRun diff =
        CommandRun.of(
            new DiffCommand(), GoldenLogs.expected(name).toString(), dump, "--min-overlap", "0.9");
    assertThat(diff.out()).contains("contents ").contains("stickiness): no difference");
    assertThat(diff.exitCode()).as(diff.text()).isZero();
  }
}

package dev.freshet.localstack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"savepoint", "restart", "stop"})
  void saysThatNoClusterRuns(String command) {
    CommandRun run = CommandRun.of(new ClusterCommand(), command, "--data-dir", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("cluster " + command + ": no cluster runs in " + folder);
  }

  @Test
  void refusesNoTasks() {
    CommandRun run = CommandRun.of(new ClusterCommand(), "--parallelism", "0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--parallelism must be 1 or more, is 0");
  }

  @Test
  void explainsItself() {
    assertThat(CommandRun.of(new ClusterCommand(), "--help").out())
        .contains("savepoint", "restart", "stop", "--config", "--data-dir", "--seconds");
  }
}

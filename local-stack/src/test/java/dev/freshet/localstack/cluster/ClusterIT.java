package dev.freshet.localstack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.LocalStack;
import dev.freshet.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that runs what is deployed, as one uses it, in a process of its own. */
@Tag("k8s")
class ClusterIT {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String ROOT = Path.of("..").toAbsolutePath().normalize().toString();

  @TempDir private Path folder;
  private Path data;
  private Path log;

  @BeforeEach
  void choose() {
    System.setProperty("freshet.root", ROOT);
    data = folder.resolve("data");
    log = folder.resolve("log");
  }

  private Process start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    // Its own processes take this over, too.
    command.addAll(ChildProcess.compilerOptions());
    command.addAll(List.of("-Xmx1g", "-Dfreshet.root=" + ROOT, LocalStack.class.getName()));
    command.addAll(List.of("cluster", "--data-dir", data.toString()));
    ProcessBuilder cluster =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    cluster.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return cluster.start();
  }

  private CommandRun tell(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data-dir", data.toString()));
    return CommandRun.of(new ClusterCommand(), arguments.toArray(String[]::new));
  }

  private void awaitLine(String text) {
    await(text).atMost(PATIENCE).until(() -> Files.readString(log).contains(text));
  }

  @Test
  void isSavedRestartedAndStoppedWithOneCommandEach() throws Exception {
    Process cluster = start();
    try {
      awaitLine("execution.checkpointing.dir: s3://freshet-staging/checkpoints → file:");
      awaitLine("effect runs, engagement runs, recommendations runs, stickiness runs");

      CommandRun savepoint = tell("savepoint");
      CommandRun restart = tell("restart", "--parallelism", "1");
      CommandRun stop = tell("stop");

      assertThat(savepoint.exitCode()).as(savepoint.text()).isZero();
      assertThat(savepoint.out())
          .contains(
              "recommendations  file:", "stickiness  file:", "engagement  file:", "effect  file:");
      assertThat(restart.exitCode()).as(restart.text()).isZero();
      assertThat(stop.exitCode()).as(stop.text()).isZero();
      assertThat(cluster.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(ChildProcess.endOrphans(data)).as("processes left behind").isZero();
      assertThat(Files.readString(log)).contains("recommendations  saved to file:");
    } finally {
      cluster.destroyForcibly().waitFor();
      ChildProcess.endOrphans(data);
    }
  }
}

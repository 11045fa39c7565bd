package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.log.TestLog;
import dev.freshet.testing.LoopbackCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both engines use and reject the interactions of the same items. */
class ItemLimitsRunIT {

  private static final int TASKS = 2;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(TASKS);

  @TempDir private Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    Files.writeString(folder.resolve("items.csv"), "item,title,tags\npython,Python,programming\n");
    TestLog.write(
        folder,
        """
        1764072000000,ada,java,click,
        1764072060000,ben,python,click,
        1764072120000,ada,go,click,
        1764072180000,cyd,java,click,
        1764072240000,cyd,python,click,
        """);
  }

  private CommandRun run(String engine, String option) {
    List<String> arguments = new ArrayList<>(List.of(folder.toString(), "--set", option));
    if (engine.equals("flink")) {
      arguments.addAll(List.of("--engine", engine, "--parallelism", "" + TASKS));
    }
    CommandRun run = CommandRun.of(new RunCommand(), arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-process", "flink"})
  void rejectWhatARequiredCatalogueDoesNotHave(String engine) {
    CommandRun run = run(engine, "recommendations.catalogue=required");

    assertThat(run.err()).contains("2 events used").contains("unknown-item=3");
    assertThat(run.out()).contains("python").doesNotContain("java", "\"go");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-process", "flink"})
  void rejectNewItemsBeyondTheMost(String engine) {
    CommandRun run = run(engine, "recommendations.items.max=2");

    assertThat(run.err()).contains("4 events used").contains("too-many-items=1");
    assertThat(run.out()).contains("python", "java").doesNotContain("\"go");
  }
}

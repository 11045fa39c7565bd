package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs small logs and compares what Redis would hold with what was recorded.
 *
 * <p>After an intended change run with {@code -Dreplay.record=true} and review the diff.
 */
class GoldenReplayTest {

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    return GoldenLogs.names();
  }

  private CommandRun run(String name) throws IOException {
    List<String> arguments = GoldenLogs.arguments(name, GoldenLogs.copy(name, folder));
    return CommandRun.of(new RunCommand(), arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsWhatWasRecorded(String name) throws IOException {
    CommandRun run = run(name);
    Path expected = GoldenLogs.expected(name);
    if (Boolean.getBoolean("replay.record")) {
      Files.writeString(expected, run.out());
    }

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(expected));
  }

  @Test
  void tellsWhatBecameOfTheRecords() throws IOException {
    assertThat(run("poison-between").err()).contains("16 events used").contains("5 rows left out");
  }

  @Test
  void endsWhereALogIsTruncated() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("torn.csv"), "ts,user,item,type,value\n1000,ann,a,click,\n2000,bob,a");

    CommandRun run = CommandRun.of(new RunCommand(), log.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(log + ":3: the file is truncated");
  }
}

package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.diff.DiffCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the events alone does not depend on the order in which they arrive. */
class DisorderedRunTest {

  private static final List<String> KINDS =
      List.of("click,", "study,300", "study,", "comment,", "like,", "rating,8", "answer,");

  @TempDir private Path folder;
  private String log = "";

  @BeforeEach
  void writeLog() throws IOException {
    log = CrowdedLog.write(folder, KINDS, "");
  }

  private String dump(String name, String... options) {
    String dump = folder.resolve(name).toString();
    String[] arguments = new String[options.length + 3];
    arguments[0] = log;
    arguments[1] = "--out";
    arguments[2] = dump;
    System.arraycopy(options, 0, arguments, 3, options.length);
    CommandRun run = CommandRun.of(new RunCommand(), arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("960 events used");
    return dump;
  }

  @Test
  void givesTheSameBytesEachTime() {
    assertThat(Path.of(dump("one.jsonl"))).hasSameBinaryContentAs(Path.of(dump("two.jsonl")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3"})
  void holdsTheSameContentsInDisorderAndWithDuplicates(String seed) throws IOException {
    String ordered = dump("ordered.jsonl");
    String disorder =
        dump("disorder.jsonl", "--shuffle", "1 min", "--duplicates", "0.05", "--seed", seed);

    CommandRun diff = CommandRun.of(new DiffCommand(), ordered, disorder, "--min-overlap", "0");

    assertThat(Path.of(disorder)).isNotEmptyFile();
    assertThat(Files.readString(Path.of(disorder)))
        .isNotEqualTo(Files.readString(Path.of(ordered)));
    assertThat(diff.out()).contains("stickiness): no difference");
    assertThat(diff.exitCode()).as(diff.text()).isZero();
  }
}

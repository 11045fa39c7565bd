package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

  private static final String EVENTS = ".events.csv";
  private static final Path RECORDINGS = Path.of("src/test/resources/golden");

  @TempDir private Path folder;

  static List<String> cases() throws IOException, URISyntaxException {
    Path golden =
        Path.of(Objects.requireNonNull(GoldenReplayTest.class.getResource("/golden")).toURI());
    try (Stream<Path> files = Files.list(golden)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(EVENTS))
          .map(name -> name.substring(0, name.length() - EVENTS.length()))
          .sorted()
          .toList();
    }
  }

  private CommandRun run(String name) throws IOException {
    copy(name + EVENTS, "events.csv");
    copy(name + ".items.csv", "items.csv");
    return CommandRun.of(new RunCommand(), folder.toString());
  }

  private void copy(String recorded, String as) {
    try {
      Files.copy(RECORDINGS.resolve(recorded), folder.resolve(as));
    } catch (IOException e) {
      throw new UncheckedIOException(recorded, e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsWhatWasRecorded(String name) throws IOException {
    CommandRun run = run(name);
    Path expected = RECORDINGS.resolve(name + ".expected.jsonl");
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

package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.diff.DiffCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the events alone does not depend on the order in which they arrive. */
class DisorderedRunTest {

  private static final long MIDNIGHT = 1_764_028_800_000L;
  private static final long HOUR = 3_600_000L;
  private static final List<String> KINDS =
      List.of("click,", "study,300", "study,", "comment,", "like,", "rating,8", "answer,");

  @TempDir private Path folder;
  private String log = "";

  /** Eighty crowded minutes, six hours apart, each around a quarter of a day: so many midnights. */
  @BeforeEach
  void writeLog() throws IOException {
    Random random = new Random(7);
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int crowd = 0; crowd < 80; crowd++) {
      for (int i = 0; i < 12; i++) {
        rows.append(
            "%d,user-%d,item-%d,%s%n"
                .formatted(
                    MIDNIGHT + 6 * HOUR * crowd + 10_000L * (i - 6),
                    random.nextInt(15),
                    random.nextInt(25),
                    KINDS.get(random.nextInt(KINDS.size()))));
      }
    }
    StringBuilder items = new StringBuilder("item,title,tags\n");
    for (int item = 0; item < 25; item++) {
      items.append("item-%d,Item %d,tag-%d|tag-%d%n".formatted(item, item, item % 4, item % 7));
    }
    Files.writeString(folder.resolve("items.csv"), items);
    log = Files.writeString(folder.resolve("events.csv"), rows).toString();
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

package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.log.TestLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no job reads is told apart from what is broken. */
class UnusedRowsRunTest {

  @TempDir private Path folder;

  private CommandRun run(String... options) throws IOException {
    Path log =
        TestLog.write(
            folder,
            """
            1764072000000,ann,algebra,click,
            1764072060000,ann,plan,purchase,
            1764072090000,ann,algebra|python,impression,home
            1764072120000,ann,algebra,dance,
            """);
    return CommandRun.of(
        new RunCommand(),
        Stream.concat(Stream.of(log.toString()), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void tellsPurchasesAndImpressionsThatNoJobReads() throws IOException {
    CommandRun run = run();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("1 events used", "0 rejected")
        .contains("; 1 rows left out; 2 rows not used (impression: 1, purchase: 1)");
  }

  @Test
  void countsPurchasesOfPlansButListsNoPlan() throws IOException {
    CommandRun run = run("--set", "kafka.topics.purchases=orders");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("2 events used", "; 1 rows left out; 1 rows not used (impression: 1)");
    assertThat(run.out()).contains("\"purchases\":\"1\"").doesNotContain("plan");
  }

  @Test
  void learnsFromPurchasesOfItems() throws IOException {
    Path log =
        TestLog.write(
            folder,
            """
            1764072000000,ben,algebra,click,
            1764072060000,ann,algebra,purchase,9.90
            1764072120000,ann,python,click,
            """);

    CommandRun run =
        CommandRun.of(new RunCommand(), log.toString(), "--set", "kafka.topics.purchases=orders");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("\"similar:algebra\"")).toList())
        .singleElement()
        .asString()
        .contains("python");
  }

  @Test
  void failsIfNoEventCanBeUsed() throws IOException {
    Path log =
        TestLog.write(
            folder,
            """
            1000,ann,algebra,click,
            1764072120000,ann,algebra,dance,
            """);

    CommandRun run = CommandRun.of(new RunCommand(), log.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("run: no row could be used: 1 rows left out, the first " + log + ":3: ")
        .contains("1 rejected {too-old=1}");
  }

  @Test
  void namesTheReasonForWhichEveryEventWasRejected() throws IOException {
    Path log =
        TestLog.write(
            folder,
            """
            1000,ann,algebra,click,
            2000,ben,algebra,click,
            """);

    CommandRun run = CommandRun.of(new RunCommand(), log.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("run: no row could be used: 2 records: ", "2 rejected {too-old=2}")
        .doesNotContain("there are none");
  }
}

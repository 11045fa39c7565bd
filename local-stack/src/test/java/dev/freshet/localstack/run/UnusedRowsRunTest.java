package dev.freshet.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no job reads is told apart from what is broken. */
class UnusedRowsRunTest {

  @TempDir private Path folder;
  private String log = "";

  @BeforeEach
  void writeLog() throws IOException {
    log =
        Files.writeString(
                folder.resolve("events.csv"),
                """
                ts,user,item,type,value
                1764072000000,ann,algebra,click,
                1764072060000,ann,plan,purchase,
                1764072120000,ann,algebra,dance,
                """)
            .toString();
  }

  @Test
  void tellsPurchasesThatNoJobReads() {
    CommandRun run = CommandRun.of(new RunCommand(), log);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("1 events used", "0 rejected")
        .contains("; 1 rows left out; 1 rows not used (purchase: 1)");
  }

  @Test
  void givesPurchasesToTheStickinessJobIfTheyHaveATopic() {
    CommandRun run = CommandRun.of(new RunCommand(), log, "--set", "kafka.topics.purchases=orders");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("2 events used", "; 1 rows left out").doesNotContain("purchase");
    assertThat(run.out()).contains("\"purchases\":\"1\"").doesNotContain("plan");
  }
}

package dev.freshet.localstack.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfCommandTest {

  private static final String NOTHING_PERSONAL = "recommendations.exclude=nothing";

  @TempDir private Path folder;
  private String log = "";

  /**
   * Ten users go through the same nine items, one step a minute, and come back to the one before
   * each time: with it on the list it is often chosen.
   */
  @BeforeEach
  void writeLog() throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int step = 0; step < 9; step++) {
      for (int user = 0; user < 10; user++) {
        int item = (step + user) % 9;
        long atMillis = 1_700_000_000_000L + (step * 10 + user) * 60_000L;
        rows.append("%d,user-%d,item-%d,click,%n".formatted(atMillis, user, item));
        rows.append("%d,user-%d,item-%d,click,%n".formatted(atMillis + 1, user, item));
      }
    }
    log = Files.writeString(folder.resolve("events.csv"), rows).toString();
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(new WhatIfCommand(), arguments);
  }

  @Test
  void printsFiguresVerdictAndChangedLists() {
    CommandRun run = run(log, "--b", NOTHING_PERSONAL, "--repeats");

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("A: the defaults")
        .contains("B: " + NOTHING_PERSONAL)
        .contains("events.csv: 180 events of 10 users on 9 items")
        .contains("HR@10  ")
        .contains("NDCG@20  ")
        .contains("coverage  ")
        .contains("B is better: HR@10 +")
        .contains("10 of 10 lists changed, most:")
        .contains("  user-0  overlap 0.00, moved by 0.0: item-");
  }

  @Test
  void saysWhichIsBetterWhicheverComesFirst() {
    CommandRun run = run(log, "--a", NOTHING_PERSONAL, "--repeats");

    assertThat(run.out()).contains("A is better: B changes HR@10 −");
  }

  @Test
  void showsNoDifferenceWhereThereIsNone() {
    CommandRun run = run(log, "--b", "recommendations.pulse.size=150");

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("No difference can be shown; HR@20 0.0000 (95 % from 0.0000 to 0.0000).")
        .contains("0 of 10 lists changed.");
  }

  @Test
  void saysTheSameEachTime() {
    String[] arguments = {log, "--b", NOTHING_PERSONAL, "--repeats", "--seed", "7"};

    assertThat(run(arguments).out()).isEqualTo(run(arguments).out());
  }

  @Test
  void tellsRowsOfTypesThatItDoesNotUse() throws IOException {
    Files.writeString(
        Path.of(log), "1700000000000,user-0,plan,purchase,\n", StandardOpenOption.APPEND);
    Path file = folder.resolve("out.json");

    CommandRun run = run(log, "--b", NOTHING_PERSONAL, "--json", file.toString());

    assertThat(run.out())
        .contains("180 events of 10 users on 9 items")
        .contains("judged; 1 rows not used (purchase: 1)");
    assertThat(run.err()).isEmpty();
    JsonNode first = new ObjectMapper().readTree(Files.readString(file)).path("logs").path(0);
    assertThat(first.path("unusedRows").path("purchase").asInt()).isEqualTo(1);
  }

  @Test
  void saysThatTheTimeStampsAreCoarse() throws IOException {
    String fine = Files.readString(Path.of(log));
    Files.writeString(Path.of(log), fine.replaceAll("(?m)^(\\d+)\\d,", "$10,"));
    Path file = folder.resolve("out.json");

    CommandRun run = run(log, "--b", NOTHING_PERSONAL, "--json", file.toString());

    assertThat(run.out())
        .contains("180 events of 10 users")
        .contains("judged\nIts time stamps are whole minutes: events that share one are spread");
    JsonNode first = new ObjectMapper().readTree(Files.readString(file)).path("logs").path(0);
    assertThat(first.path("resolutionSeconds").asInt()).isEqualTo(60);
  }

  @Test
  void readsSettingsFilesAndLetsValuesWin() throws IOException {
    Path file = folder.resolve("candidate.yaml");
    Files.writeString(
        file, "recommendations.history.window: 3\nrecommendations.exclude: nothing\n");
    String done = "recommendations.exclude=completed";

    CommandRun run = run(log, "--a", file.toString(), "--b", file.toString(), "--b", done);

    assertThat(run.exitCode()).as(run.text()).isZero();
    assertThat(run.out()).contains("B: " + file + ", " + done);
  }

  @Test
  void writesJson() throws IOException {
    Path file = folder.resolve("out.json");
    CommandRun run =
        run(log, "--b", NOTHING_PERSONAL, "--repeats", "--json", file.toString(), "--places", "5");

    assertThat(run.exitCode()).as(run.text()).isZero();
    JsonNode root = new ObjectMapper().readTree(Files.readString(file));
    assertThat(root.path("b").path(0).asText()).isEqualTo(NOTHING_PERSONAL);
    assertThat(root.path("resamples").asInt()).isEqualTo(2_000);
    JsonNode first = root.path("logs").path(0);
    JsonNode hitRate = first.path("measures").path("HR@20");
    assertThat(hitRate.path("b").asDouble() - hitRate.path("a").asDouble())
        .isEqualTo(hitRate.path("difference").asDouble());
    assertThat(hitRate.path("from").asDouble()).isPositive();
    assertThat(first.path("verdict").asText()).startsWith("B is better");
    assertThat(first.path("lists").path(0).path("b")).hasSize(5);
  }

  @Test
  void refusesToCompareASettingWithItself() {
    CommandRun run = run(log, "--b", "recommendations.exclude=touched");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "nothing to compare: --a (the defaults) and --b (recommendations.exclude=touched)");
  }

  @Test
  void namesTheKeyTheFileAndTheSideOfWhatIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("b.yaml"), "recommendations.history.windwo: 3\n");

    CommandRun wrongKey = run(log, "--b", file.toString());
    assertThat(wrongKey.exitCode()).isEqualTo(2);
    assertThat(wrongKey.err())
        .contains("--b " + file + ": ")
        .contains("recommendations.history.windwo")
        .contains("recommendations.history.window");
    CommandRun wrongValue = run(log, "--a", "recommendations.history.window=many");
    assertThat(wrongValue.exitCode()).isEqualTo(2);
    assertThat(wrongValue.err()).contains("--a: ").contains("recommendations.history.window");
    CommandRun twoFiles = run(log, "--a", file.toString(), "--a", "c.yaml");
    assertThat(twoFiles.err()).contains("one settings file at most");
  }

  @Test
  void tellsHowItIsUsed() {
    assertThat(run("--help").out())
        .contains("95 % intervals")
        .contains("--a=FILE|KEY=VALUE")
        .contains("Exit codes: 0 done");
  }

  @Test
  void saysWhichFileIsMissing() {
    String missing = folder.resolve("none.yaml").toString();

    assertThat(run(log, "--b", missing).exitCode()).isEqualTo(1);
    assertThat(run(log, "--b", missing).err()).contains("what-if: " + missing + ": cannot be read");
    CommandRun noLog = run(missing, "--b", NOTHING_PERSONAL);
    assertThat(noLog.exitCode()).isEqualTo(1);
    assertThat(noLog.err()).contains(missing + ": does not exist");
    assertThat(run(log, "--b", NOTHING_PERSONAL, "--top", "-1").exitCode()).isEqualTo(2);
    assertThat(run(log, "--b", NOTHING_PERSONAL, "--json", missing + "/x").err())
        .contains("its folder does not exist");
  }
}

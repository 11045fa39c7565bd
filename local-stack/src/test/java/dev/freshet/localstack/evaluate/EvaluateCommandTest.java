package dev.freshet.localstack.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.command.Commands;
import dev.freshet.localstack.log.TestLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EvaluateCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsATableWithARowForEachApproach() throws IOException {
    Path log = log("events.csv");

    assertThat(run(log.toString())).isZero();

    assertThat(out.toString())
        .contains("7 events of 3 users on 3 items; 4 choices judged")
        .contains("HR@10   HR@20   MRR@20   NDCG@20  coverage    events/s")
        .contains("\nFreshet  ")
        .contains("\npopularity, half-life ")
        .contains("\nstatic item-CF, ")
        .contains("\nnext-item rules, ")
        .contains("\nsession kNN, ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void judgesFreshetAloneWithoutBaselines() throws IOException {
    assertThat(run(log("events.csv").toString(), "--no-baselines")).isZero();

    assertThat(out.toString()).contains("Freshet").doesNotContain("popularity");
  }

  @Test
  void takesAFolderForItsLog() throws IOException {
    log("events.csv");

    assertThat(run(folder.toString(), "--no-baselines")).isZero();

    assertThat(out.toString()).contains("events.csv: 7 events");
  }

  @Test
  void countsAndShowsBadRows() throws IOException {
    Path log = log("events.csv");
    Files.writeString(log, Files.readString(log) + "soon,ann,a,click,\n".repeat(7));

    assertThat(run(log.toString(), "--no-baselines")).isZero();

    assertThat(out.toString()).contains("7 bad rows left out");
    assertThat(err.toString())
        .contains("left out: " + log + ":9: ts is not a time")
        .contains("left out: 2 more rows");
  }

  @Test
  void tellsRowsOfTypesThatItDoesNotUseFromBadOnes() throws IOException {
    Path log = log("events.csv");
    Files.writeString(
        log,
        Files.readString(log)
            + "480000,ann,plan,purchase,\n".repeat(2)
            + "480000,,plan,purchase,\n480000,ann,a,dance,\n");

    Path json = folder.resolve("out.json");

    assertThat(run(log.toString(), "--no-baselines", "--json", json.toString())).isZero();

    assertThat(out.toString())
        .contains("7 events of 3 users on 3 items; 4 choices judged")
        .contains("; 2 bad rows left out; 2 rows not used (purchase: 2)");
    JsonNode told = new ObjectMapper().readTree(json.toFile()).get("logs").get(0);
    assertThat(told.get("badRows").asInt()).isEqualTo(2);
    assertThat(told.get("unusedRows").get("purchase").asInt()).isEqualTo(2);
    assertThat(err.toString())
        .contains("events.csv:11: empty user", "events.csv:12: unknown type dance")
        .doesNotContain("events.csv:9:", "events.csv:10:");
  }

  @Test
  void saysThatTheTimeStampsAreCoarse() throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int i = 0; i < 100; i++) {
      rows.append("%d,user-%d,item-%d,click,\n".formatted(i / 2 * 60_000L, i % 7, i % 9));
    }
    Path log = Files.writeString(folder.resolve("events.csv"), rows);
    Path json = folder.resolve("out.json");

    assertThat(run(log.toString(), "--no-baselines", "--json", json.toString())).isZero();

    assertThat(out.toString())
        .contains(
            "touched\nIts time stamps are whole minutes: events that share one are spread evenly"
                + " over the minute, in their order.\n\n");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/logs/0/resolutionSeconds").asInt())
        .isEqualTo(60);
  }

  @Test
  void takesTheWholeMinutesOfASmallLogAsTheyAre() throws IOException {
    Path json = folder.resolve("out.json");

    assertThat(run(log("events.csv").toString(), "--no-baselines", "--json", json.toString()))
        .isZero();

    assertThat(out.toString()).contains("HR@20").doesNotContain("time stamps");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/logs/0/resolutionSeconds").isNull())
        .isTrue();
  }

  @Test
  void usesPurchasesWhereStickinessIsJudged() throws IOException {
    Path log = log("events.csv");
    Files.writeString(log, Files.readString(log) + "480000,dan,plan,purchase,\n");

    assertThat(run(log.toString(), "--stickiness")).isZero();

    assertThat(out.toString()).contains("8 events of 4 users").doesNotContain("purchase");
  }

  @Test
  void writesJsonInPlaceOfTheTable() throws IOException {
    assertThat(
            run(log("events.csv").toString(), "--json", "-", "--exclude", "nothing", "--repeats"))
        .isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("exclude").asText()).isEqualTo("nothing");
    assertThat(report.get("repeats").asBoolean()).isTrue();
    JsonNode log = report.get("logs").get(0);
    assertThat(log.get("events").asInt()).isEqualTo(7);
    assertThat(log.get("choices").asInt()).isEqualTo(4);
    assertThat(log.get("approaches")).hasSize(5);
    JsonNode freshet = log.get("approaches").get(0);
    assertThat(freshet.get("approach").asText()).isEqualTo("Freshet");
    assertThat(freshet.get("hitRate20").asDouble()).isBetween(0.0, 1.0);
    assertThat(log.get("weights").get("similar").isNumber()).isTrue();
  }

  @Test
  void printsASecondTableOfSlicesIfAsked() throws IOException {
    String log = log("events.csv").toString();
    Path json = folder.resolve("out.json");

    assertThat(run(log, "--slices", "--json", json.toString())).isZero();

    assertThat(out.toString())
        .containsPattern("(?s)µs/list.*gap since the user's last event.*items the user did before")
        .containsPattern("\n0m\\+ +4  0\\.\\d{4}   0\\.\\d{4} .*\\w")
        .containsPattern("\n1\\+ +3 ")
        .containsPattern("\n2\\+ +1 ");
    JsonNode slices = new ObjectMapper().readTree(json.toFile()).at("/logs/0/slices");
    assertThat(slices.at("/gap/0/from").asText()).isEqualTo("0m+");
    assertThat(slices.at("/gap/0/choices").asInt()).isEqualTo(4);
    assertThat(slices.at("/gap/0/approaches")).hasSize(5);
    assertThat(slices.at("/history/1/from").asText()).isEqualTo("2+");
    assertThat(slices.at("/history/1/approaches/0/approach").asText()).isEqualTo("Freshet");
    assertThat(slices.at("/history/1/approaches/0/hitRate20").isNumber()).isTrue();
    assertThat(slices.at("/history/1/approaches/0/mrr20").isNumber()).isTrue();
  }

  @Test
  void printsNoSlicesUnlessAsked() throws IOException {
    String log = log("events.csv").toString();
    Path json = folder.resolve("out.json");

    assertThat(run(log, "--no-baselines", "--json", json.toString())).isZero();

    assertThat(out.toString()).contains("HR@20").doesNotContain("gap since");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/logs/0/slices").isMissingNode())
        .isTrue();
  }

  @Test
  void judgesStickinessWithoutSlices() throws IOException {
    assertThat(run(log("events.csv").toString(), "--stickiness", "--slices")).isZero();

    assertThat(out.toString()).contains("weekly cut-offs").doesNotContain("gap since");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void writesTheRankOfEachChoice() throws IOException {
    Path ranks = folder.resolve("ranks.csv");

    assertThat(run(log("events.csv").toString(), "--no-baselines", "--csv", ranks.toString()))
        .isZero();

    // When ann chooses b nobody has done it; bob and cat then find it first, c comes last.
    assertThat(ranks).hasContent("user,item,rank\nann,b,\nbob,b,1\ncat,b,1\ncat,c,\n");
  }

  @Test
  void numbersTheFilesOfSeveralLogs() throws IOException {
    String first = log("first.csv").toString();
    String second = log("second.csv").toString();
    String ranks = folder.resolve("ranks.csv").toString();

    assertThat(run(first, second, "--no-baselines", "--csv", ranks)).isZero();

    assertThat(folder.resolve("ranks-1.csv")).exists();
    assertThat(folder.resolve("ranks-2.csv"))
        .hasSameTextualContentAs(folder.resolve("ranks-1.csv"));
  }

  @Test
  void drawsAPicture() throws IOException {
    Path plot = folder.resolve("curve.png");

    assertThat(run(log("events.csv").toString(), "--plot", plot.toString())).isZero();

    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void judgesALogWithoutChoices() throws IOException {
    Path log = TestLog.write(folder, "1764072000000,ann,algebra,click,\n");
    Path plot = folder.resolve("curve.png");

    assertThat(run(log.toString(), "--plot", plot.toString())).isZero();

    assertThat(out.toString()).contains("1 events of 1 users").doesNotContain("NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | there are none",
        "soon,ann,algebra,click, | 1 rows left out, the first {}:2: ts is not a time: soon: soon",
        "1764072000000,ann,plan,purchase,3 | 1 rows not used (purchase: 1)",
      })
  void failsIfNoRowCanBeUsed(String row, String reason) throws IOException {
    Path log = TestLog.write(folder, row + "\n");

    assertThat(run(log.toString())).isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith(
            "evaluate: " + log + ": no row could be used: " + reason.replace("{}", log.toString()))
        .hasLineCount(1);
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("HR@20").contains("processor time").contains("Examples:");
    // picocli takes each line as a format, and warns of a % that stands alone.
    assertThat(Commands.line(new EvaluateCommand()).getCommandSpec().usageMessage().description())
        .allSatisfy(line -> assertThat(line.formatted()).doesNotContain("%%"));
  }

  private int run(String... args) {
    CommandLine command = Commands.line(new EvaluateCommand());
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(args);
  }

  private Path log(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        """
        ts,user,item,type,value
        60000,ann,a,click,
        120000,ann,b,click,
        180000,bob,a,click,
        240000,bob,b,click,
        300000,cat,a,click,
        360000,cat,b,click,
        420000,cat,c,click,
        """);
    return file;
  }
}

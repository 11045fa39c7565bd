package dev.freshet.localstack.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.log.TestLog;
import dev.freshet.scoring.decay.HalfLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --stickiness}. */
class EvaluateStickinessTest {

  @TempDir Path folder;

  private String out = "";

  private void judge(String... args) {
    CommandRun run = CommandRun.of(new EvaluateCommand(), args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    out = run.out();
  }

  private static String refused(String... args) {
    CommandRun run = CommandRun.of(new EvaluateCommand(), args);
    assertThat(run.exitCode()).isEqualTo(2);
    return run.err();
  }

  /** Ten users who come daily and ten who come once, over three months. */
  private Path comersAndGoers() throws IOException {
    StringBuilder rows = new StringBuilder("ts,user,item,type,value\n");
    for (int day = 0; day < 90; day++) {
      for (int user = 0; user < 10; user++) {
        long atMillis = 1_700_000_000_000L + day * 86_400_000L + user;
        rows.append(atMillis).append(",stays").append(user).append(",a,click,\n");
        if (day == user) {
          rows.append(atMillis).append(",goes").append(user).append(",a,click,\n");
        }
      }
    }
    return Files.writeString(folder.resolve("events.csv"), rows);
  }

  @Test
  void ranksThoseWhoStayBeforeThoseWhoGo() throws IOException {
    judge(comersAndGoers().toString(), "--stickiness");

    assertThat(out)
        .contains("910 events of 20 users; 10 weekly cut-offs, 200 guesses")
        .contains("Freshet, return probability             1.0000    1.0000        2.00")
        .contains("\nFreshet, stickiness score               1.0000")
        .contains("\ndays since last activity")
        .contains("\nactivity count of the last 28 days")
        .contains("expected calibration error");
  }

  @Test
  void writesWhatCameOfStickinessAsJson() throws IOException {
    judge(comersAndGoers().toString(), "--stickiness", "--json", "-");

    JsonNode log = new ObjectMapper().readTree(out).get("logs").get(0);
    assertThat(log.get("cutOffs").asInt()).isEqualTo(10);
    assertThat(log.get("approaches").get(0).get("auc7").asDouble()).isEqualTo(1.0);
    assertThat(log.get("calibration")).hasSize(10);
    assertThat(log.get("calibrationError").asDouble()).isLessThan(0.2);
  }

  @Test
  void drawsHowRightTheProbabilityIs() throws IOException {
    Path plot = folder.resolve("returns.png");

    judge(comersAndGoers().toString(), "--stickiness", "--plot", plot.toString());

    assertThat(ImageIO.read(plot.toFile()).getHeight()).isEqualTo(1000);
  }

  @Test
  void judgesStickinessAsTheJobIsSetUp() throws IOException {
    String log = comersAndGoers().toString();
    Path settings = folder.resolve("job.yaml");
    Files.writeString(settings, "stickiness.recency.half-life: 2 d\n");

    judge(log, "--stickiness", "--settings", settings.toString());
    assertThat(
            ScoringSettings.ofStickiness(
                new JobOptions(settings, Map.of("stickiness.saturation.items", "3"))))
        .satisfies(
            read -> {
              assertThat(read.recency()).isEqualTo(HalfLife.ofDays(2));
              assertThat(read.halves().items()).isEqualTo(3.0);
            });
    assertThat(refused(log, "--stickiness", "--set", "stickiness.tiers.margin=99"))
        .contains("margin must be 0 or more, and less than regular");
    assertThat(refused(log, "--stickiness", "--set", "recommendations.exclude=nothing"))
        .contains("only keys that begin with stickiness.");
  }

  @Test
  void drawsNothingButTheDiagonalOfALogOfADay() throws IOException {
    Path log = TestLog.write(folder, "1764072000000,ann,algebra,click,\n");
    Path plot = folder.resolve("returns.png");

    judge(log.toString(), "--stickiness", "--plot", plot.toString());

    assertThat(plot).isNotEmptyFile();
  }

  @Test
  void judgesNothingOfALogOfADay() throws IOException {
    Path log = TestLog.write(folder, "1764072000000,ann,algebra,click,\n");

    judge(log.toString(), "--stickiness");

    assertThat(out).contains("0 weekly cut-offs, 0 guesses");
  }
}

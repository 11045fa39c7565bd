package dev.freshet.localstack.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.log.TestLog;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.Exclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code evaluate} is given: settings that count, and what is refused. */
class EvaluateArgumentsTest {

  @TempDir Path folder;

  private final StringBuilder err = new StringBuilder();

  private void fail(int exitCode, String... args) {
    CommandRun run = CommandRun.of(new EvaluateCommand(), args);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    err.append(run.err());
  }

  private String log() throws IOException {
    return TestLog.write(folder, "60000,ann,a,click,\n120000,ann,b,click,\n").toString();
  }

  @Test
  void failsOnAFileThatCannotBeRead() {
    Path missing = folder.resolve("none.csv");

    fail(1, missing.toString());

    assertThat(err.toString()).startsWith("evaluate: " + missing + ": does not exist");
  }

  @Test
  void failsBeforeTheWorkIfAFileCannotBeWritten() throws IOException {
    Path lost = folder.resolve("missing").resolve("ranks.csv");

    fail(1, log(), "--csv", lost.toString());

    assertThat(err.toString()).contains(lost + ": its folder does not exist");
  }

  @Test
  void refusesAnUnknownExclusion() throws IOException {
    fail(2, log(), "--exclude", "all");

    assertThat(err.toString()).contains("expected touched, completed or nothing but was 'all'");
  }

  @Test
  void judgesWithTheDefaultsUnlessTold() {
    assertThat(ScoringSettings.of(new JobOptions(null, Map.of())))
        .isEqualTo(RecommenderSettings.defaults());
  }

  @Test
  void takesTheOptionsOfTheJob() throws IOException {
    Path settings = folder.resolve("job.yaml");
    Files.writeString(
        settings,
        """
        recommendations:
          exclude: completed
          history.window: 7
        redis.uri: redis://elsewhere
        """);

    RecommenderSettings read =
        ScoringSettings.of(new JobOptions(settings, Map.of("recommendations.history.window", "5")));

    assertThat(read.lists().repeats()).isEqualTo(5);
    assertThat(read.candidates().exclude()).isEqualTo(Exclusion.COMPLETED);
  }

  @Test
  void refusesAnUnknownOptionOfTheJob() throws IOException {
    String log = log();

    fail(2, log, "--set", "recommendations.history.windwo=5");
    fail(2, log, "--set", "history.window=5");
    fail(2, log, "--set", "recommendations.history.window=0");

    assertThat(err.toString())
        .contains("did you mean recommendations.history.window?")
        .contains("history.window: only keys that begin with recommendations.")
        .contains("recommendations.history.window is 0, expected more than 0");
  }

  @Test
  void failsOnSettingsThatCannotBeRead() throws IOException {
    String missing = folder.resolve("job.yaml").toString();

    fail(1, log(), "--settings", missing);

    assertThat(err.toString()).contains(missing + ": cannot be read");
  }
}

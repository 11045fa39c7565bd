package dev.freshet.localstack.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.CommandRun;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.localstack.log.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  @TempDir private Path folder;

  private CommandRun run(String... arguments) {
    return CommandRun.of(new SimulateCommand(), arguments);
  }

  @Test
  void writesALogInOrderFromWhichLearnersTakeOfWhatTheyWereShown() throws IOException {
    Path log = folder.resolve("shown");

    assertThat(run(log.toString(), "--steps", "5000").exitCode()).isZero();

    List<LogEntry> entries = entries(log);
    Map<String, List<String>> lastShown = new HashMap<>();
    long before = 0;
    int taken = 0;
    int events = 0;
    for (LogEntry entry : entries) {
      if (entry.exposure() != null) {
        assertThat(entry.exposure().atMillis()).isGreaterThanOrEqualTo(before);
        assertThat(entry.exposure().placement()).isIn("home", "next");
        before = entry.exposure().atMillis();
        lastShown.put(entry.exposure().user(), entry.exposure().items());
      } else if (entry.interaction() != null) {
        assertThat(entry.interaction().atMillis()).isGreaterThanOrEqualTo(before);
        before = entry.interaction().atMillis();
        List<String> shown = lastShown.getOrDefault(entry.interaction().user(), List.of());
        taken += shown.contains(entry.interaction().item()) ? 1 : 0;
        events++;
      }
    }
    assertThat(taken).isGreaterThan(events / 3).isLessThan(events);
    assertThat(entries.size() - events).isGreaterThan(events);
  }

  @Test
  void writesEqualFilesForEqualSeeds() throws IOException {
    Path one = folder.resolve("one");
    Path again = folder.resolve("again");
    Path other = folder.resolve("other");

    run(one.toString(), "--steps", "500", "--seed", "3");
    run(again.toString(), "--steps", "500", "--seed", "3");
    run(other.toString(), "--steps", "500", "--seed", "4");

    assertThat(one.resolve("events.csv")).hasSameTextualContentAs(again.resolve("events.csv"));
    assertThat(one.resolve("items.csv")).hasSameTextualContentAs(again.resolve("items.csv"));
    assertThat(Files.readString(other.resolve("events.csv")))
        .isNotEqualTo(Files.readString(one.resolve("events.csv")));
  }

  @Test
  void showsListsOfFreshetWhichLearnersTakeFromMoreOftenOnceItHasLearned() {
    String[] platform = {folder.resolve("platform").toString(), "--steps", "6000"};
    String[] freshet = {
      folder.resolve("freshet").toString(), "--steps", "6000", "--lists", "freshet"
    };

    assertThat(appeal(run(freshet))).isGreaterThan(appeal(run(platform)));
    assertThat(
            run(folder.resolve("again").toString(), "--steps", "6000", "--lists", "freshet").text())
        .endsWith(run(freshet).text().lines().skip(1).findFirst().orElseThrow() + "\n");
  }

  private static double appeal(CommandRun run) {
    String text = run.text().strip();
    return Double.parseDouble(text.substring(text.lastIndexOf(' ') + 1));
  }

  @Test
  void refusesOptionsOfAJobThatMakesNoLists() {
    CommandRun run = run(folder.toString(), "--set", "recommendations.exposures.learn=true");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--lists freshet");
  }

  @Test
  void refusesABiasThatIsNone() {
    assertThat(run(folder.toString(), "--position-bias", "-1").exitCode()).isEqualTo(2);
  }

  private static List<LogEntry> entries(Path log) throws IOException {
    try (Stream<LogEntry> entries = EventLog.openIn(log).entries(bad -> {})) {
      return entries.toList();
    }
  }
}

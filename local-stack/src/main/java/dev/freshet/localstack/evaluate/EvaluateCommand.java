package dev.freshet.localstack.evaluate;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.scoring.RecommenderSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code evaluate}: judges the recommender on logs and prints a table for each. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    header = "Judges the recommender on event logs, next to baselines.")
public final class EvaluateCommand implements Callable<Integer> {

  private static final int SHOWN_BAD_ROWS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Logs.")
  private List<Path> files = List.of();

  @Option(names = "--repeats", description = "Judges every event.")
  private boolean repeats;

  @Option(names = "--no-baselines", description = "Freshet only.")
  private boolean noBaselines;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      for (Path file : files) {
        List<BadRow> badRows = new ArrayList<>();
        Replay replay = Replay.of(EventLog.open(logIn(file)), badRows::add);
        badRows.stream().limit(SHOWN_BAD_ROWS).forEach(err::println);
        RecommenderSettings settings = RecommenderSettings.defaults();
        Evaluation evaluation =
            Evaluation.of(replay, settings, repeats, !noBaselines, event -> {});
        out.println(ResultTable.of(evaluation, settings.exclude(), badRows.size()));
        out.flush();
      }
    } catch (IOException e) {
      err.println("evaluate: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    return ExitCode.OK;
  }

  private static Path logIn(Path file) {
    if (!Files.isDirectory(file)) {
      return file;
    }
    Path avro = file.resolve("events.avro");
    return Files.exists(avro) ? avro : file.resolve("events.csv");
  }
}

package dev.freshet.localstack.evaluate;

import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.stickiness.StickinessSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code evaluate}: judges the recommender on logs and prints a table for each. */
@Command(
    name = "evaluate",
    sortOptions = false,
    header = "Judges the recommender on event logs, next to baselines.",
    description = {
      "",
      "Runs the whole recommender in this process over each log, in the order of time: before each"
          + " choice it is asked for the list of 20 that a frontend would read at that instant,"
          + " then it learns what happened. A choice is a user's first event with an item, if the"
          + " user has an earlier event. The first tenth of the log is not judged. Lists leave out"
          + " what the user did already.",
      "",
      "The table: HR@10, HR@20: share of the choices that were among the first 10, 20 listed."
          + " MRR@20: mean of 1/place. NDCG@20: mean of 1/log2(place+1). coverage: share of all"
          + " items that were listed at least once. events/s: events learned, and the lists made"
          + " in between, per second of processor time of the one thread that does it, over the"
          + " last 60 %% of the log, when the JVM has compiled; neither reading the file nor the"
          + " JVM's compiler and collector count. µs/list: processor time of one list read, also"
          + " part of events/s.",
      "",
      "Baselines are tried with several settings; the table has the best by HR@20, with hindsight.",
      "",
      "If all time stamps of a log are whole minutes, hours or days, this is reported, and events that"
          + " share one are spread evenly over it, as they would come live; not with --stickiness.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  evaluate events.csv",
      "  evaluate logs/school logs/intranet --no-baselines",
      "  evaluate events.csv --slices",
      "  evaluate events.csv --repeats --exclude nothing --json -",
      "  evaluate events.csv --set recommendations.history.window=10",
      "  evaluate events.avro --csv ranks.csv --plot curve.png",
      "  evaluate events.csv --stickiness --plot returns.png",
      "  evaluate events.csv --stickiness --set stickiness.zone=Asia/Shanghai",
      "",
      "Exit codes: 0 done, 1 a file cannot be read or written, 2 wrong usage."
    })
public final class EvaluateCommand implements Callable<Integer> {

  private static final int SHOWN_BAD_ROWS = 5;
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A log: CSV with the columns ts,user,item,type,value, or Avro; its catalogue, items.csv"
              + " or items.avro, is looked for beside it. A folder stands for its events.csv or"
              + " events.avro.")
  private List<Path> files = List.of();

  @Option(
      names = "--stickiness",
      description =
          "Judge stickiness instead: at weekly cut-offs after a fifth of the log, how well the"
              + " return probability and the score rank who of the users seen so far is active in"
              + " the next 7 and 28 days (AUC, lift of the highest tenth), and how right the"
              + " probability is by tenths; next to two baselines. Days begin in the time zone"
              + " stickiness.zone, by default UTC.")
  private boolean stickiness;

  @Option(
      names = "--repeats",
      description =
          "Judge every event, not only the first of a user with an item. Makes sense with --exclude"
              + " nothing or completed: an item left out of the list is never hit.")
  private boolean repeats;

  @Option(
      names = "--exclude",
      paramLabel = "touched|completed|nothing",
      converter = ExclusionConverter.class,
      description =
          "Which items a user did stay out of the lists; short for --set recommendations.exclude."
              + " By default touched.")
  private @Nullable Exclusion exclusion;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set an option of the recommendations job, such as recommendations.history.window=10, or"
              + " with --stickiness of that job. May be repeated.")
  private Map<String, String> set = Map.of();

  @Option(
      names = {"--settings", "--config"},
      paramLabel = "FILE",
      description =
          "Read options of the recommendations job, or with --stickiness of that job, from its YAML"
              + " or properties file; --set and --exclude win.")
  private @Nullable Path settingsFile;

  @Option(names = "--no-baselines", description = "Judge Freshet alone, which is much quicker.")
  private boolean noBaselines;

  @Option(
      names = "--slices",
      description =
          "Print HR@20 and MRR@20 of Freshet also by the gap since the user's last event, and by how"
              + " many items the user did before; next to them those of the baseline in the table"
              + " that is best there by HR@20. With --json all methods. Has no effect with"
              + " --stickiness.")
  private boolean slices;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results as JSON; with - to standard output, in place of the tables.")
  private @Nullable String json;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Write user,item,rank of each choice, the rank empty if it was not on Freshet's list."
              + " With several logs FILE-1.csv, FILE-2.csv and so on.")
  private @Nullable Path csv;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description =
          "Draw HR@20 and the weights of Freshet's signals over the log; with --stickiness how right"
              + " the return probability is, and the AUC at each cut-off. With several logs"
              + " FILE-1.png, FILE-2.png and so on.")
  private @Nullable Path plot;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  @Override
  public Integer call() {
    try {
      if (stickiness) {
        evaluateStickiness(stickinessSettings());
      } else {
        evaluate(settings());
      }
      return ExitCode.OK;
    } catch (FileSystemException e) {
      return fail(e.getFile() + ": " + reason(e));
    } catch (IOException | UncheckedIOException e) {
      return fail(String.valueOf(e.getMessage()));
    }
  }

  private int fail(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("evaluate: " + message);
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static String reason(FileSystemException e) {
    return Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
  }

  private void requireSettings() throws IOException {
    if (settingsFile != null && !Files.isReadable(settingsFile)) {
      throw new FileNotFoundException(settingsFile + ": cannot be read");
    }
  }

  private StickinessSettings stickinessSettings() throws IOException {
    requireSettings();
    try {
      return ScoringSettings.ofStickiness(settingsFile, set);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private RecommenderSettings settings() throws IOException {
    requireSettings();
    Map<String, String> values = new LinkedHashMap<>(set);
    if (exclusion != null) {
      values.put(RecommendationsOptions.EXCLUDE.key(), exclusion.name());
    }
    try {
      return ScoringSettings.of(settingsFile, values);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void evaluate(RecommenderSettings settings) throws IOException {
    List<EventLog> logs = logs();
    JsonReport report = new JsonReport(settings.candidates().exclude(), repeats);
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < logs.size(); i++) {
      List<BadRow> badRows = new ArrayList<>();
      Replay replay = Replay.forRecommendations(logs.get(i), badRows::add);
      warn(badRows);
      Evaluation evaluation = run(replay, settings);
      Optional<Slices> sliced = slices ? Optional.of(Slices.of(evaluation)) : Optional.empty();
      report.add(evaluation, sliced, badRows.size());
      if (!STANDARD_OUTPUT.equals(json)) {
        out.println(ResultTable.of(evaluation, settings.candidates().exclude(), badRows.size()));
        sliced.map(SliceTable::of).ifPresent(out::println);
        out.flush();
      }
      if (csv != null) {
        RankFile.write(evaluation, numbered(csv, i));
      }
      if (plot != null) {
        LearningCurve.write(evaluation, numbered(plot, i));
      }
    }
    writeJson(report.text());
  }

  private void evaluateStickiness(StickinessSettings settings) throws IOException {
    StickinessReport report = new StickinessReport();
    PrintWriter out = spec.commandLine().getOut();
    List<EventLog> logs = logs();
    for (int i = 0; i < logs.size(); i++) {
      List<BadRow> badRows = new ArrayList<>();
      Replay replay = Replay.forStickiness(logs.get(i), badRows::add);
      warn(badRows);
      StickinessEvaluation evaluation = StickinessEvaluation.of(replay, settings);
      report.add(evaluation, badRows.size());
      if (!STANDARD_OUTPUT.equals(json)) {
        out.println(StickinessReport.table(evaluation, badRows.size()));
        out.flush();
      }
      if (plot != null) {
        StickinessChart.write(evaluation, numbered(plot, i));
      }
    }
    writeJson(report.text());
  }

  private List<EventLog> logs() throws IOException {
    requireFolders();
    List<EventLog> logs = new ArrayList<>();
    for (Path file : files) {
      logs.add(EventLog.openIn(file));
    }
    return logs;
  }

  private void writeJson(String text) throws IOException {
    if (STANDARD_OUTPUT.equals(json)) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
    } else if (json != null) {
      Files.writeString(Path.of(json), text);
    }
  }

  /** Said before the work rather than after it. */
  private void requireFolders() throws IOException {
    Path jsonFile = json == null || json.equals(STANDARD_OUTPUT) ? null : Path.of(json);
    for (Path file : Stream.of(csv, plot, jsonFile).filter(Objects::nonNull).toList()) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new FileNotFoundException(file + ": its folder does not exist");
      }
    }
  }

  private void warn(List<BadRow> badRows) {
    PrintWriter err = spec.commandLine().getErr();
    badRows.stream().limit(SHOWN_BAD_ROWS).forEach(row -> err.println("left out: " + row));
    if (badRows.size() > SHOWN_BAD_ROWS) {
      err.printf("left out: %,d more rows%n", badRows.size() - SHOWN_BAD_ROWS);
    }
    err.flush();
  }

  private Evaluation run(Replay replay, RecommenderSettings settings) {
    if (!isTerminal()) {
      return Evaluation.of(replay, settings, repeats, !noBaselines, event -> {});
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(replay.name())
            .setInitialMax(Evaluation.steps(replay, !noBaselines))
            .clearDisplayOnFinish()
            .build()) {
      return Evaluation.of(replay, settings, repeats, !noBaselines, event -> bar.step());
    }
  }

  /** On Java 17 there is a console only if input and output are both a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null;
  }

  /** The file itself for a single log, otherwise one with the log's number from 1. */
  private Path numbered(Path file, int log) {
    if (files.size() == 1) {
      return file;
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String ending = dot < 0 ? "" : name.substring(dot);
    return file.resolveSibling(stem + "-" + (log + 1) + ending);
  }
}

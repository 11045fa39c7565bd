package dev.freshet.localstack.whatif;

import dev.freshet.localstack.Progress;
import dev.freshet.localstack.evaluate.Replay;
import dev.freshet.localstack.evaluate.Trial;
import dev.freshet.localstack.log.BadRow;
import dev.freshet.localstack.log.EventLog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code what-if}: compares two settings of the recommender on logs. */
@Command(
    name = "what-if",
    sortOptions = false,
    header = "Tells which of two settings recommends better on event logs, and how surely.",
    description = {
      "",
      "Runs each log through the recommender twice, with the settings A and B, and judges the same"
          + " choices as evaluate does, which spreads the events of logs with coarse time stamps:"
          + " before each one the list of 20 is made that a frontend would read at that instant."
          + " Prints the figures side by side, and how far the difference may be chance: 95 %%"
          + " intervals of a paired bootstrap over the users. Then the verdict in words, by the"
          + " intervals that do not contain 0, and whose lists differ most when the log ends.",
      "",
      "A sure difference on one log holds for users like those of the log. Four measures are looked"
          + " at, which say nearly the same: of many settings tried, one looks better by chance.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  what-if events.csv --b recommendations.history.window=50",
      "  what-if events.csv --a now.yaml --b candidate.yaml",
      "  what-if logs/school logs/intranet --b recommendations.candidates.decay=0.5",
      "  what-if events.csv --a now.yaml --b now.yaml --b recommendations.exclude=nothing",
      "  what-if events.csv --b candidate.yaml --json -",
      "",
      "Exit codes: 0 done, whatever the verdict, 1 a file cannot be read or written, 2 wrong usage."
    })
public final class WhatIfCommand implements Callable<Integer> {

  private static final int SHOWN_BAD_ROWS = 5;
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "LOG",
      description =
          "A log: CSV with the columns ts,user,item,type,value, or Avro; its catalogue, items.csv"
              + " or items.avro, is looked for beside it. A folder stands for its events.csv or"
              + " events.avro.")
  private List<Path> files = List.of();

  @Option(
      names = "--a",
      paramLabel = "FILE|KEY=VALUE",
      description =
          "The settings to compare with: the job's YAML or properties file, or one of its options"
              + " (docs/options.md). May be repeated; KEY=VALUE wins over the file. By default the"
              + " defaults.")
  private List<String> first = List.of();

  @Option(
      names = "--b",
      paramLabel = "FILE|KEY=VALUE",
      description = "The settings that may be better, given like those of --a.")
  private List<String> second = List.of();

  @Option(
      names = "--repeats",
      description =
          "Judge every event, not only the first of a user with an item. Makes sense where"
              + " recommendations.exclude is nothing or completed.")
  private boolean repeats;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Of how many users to show what changed. By default ${DEFAULT-VALUE}.")
  private int shown = 10;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "How many places of their lists count, 1 to 20. By default ${DEFAULT-VALUE}.")
  private int places = 10;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "How often users are drawn for the intervals. By default ${DEFAULT-VALUE}.")
  private int resamples = 2_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the draws: the same one gives the same intervals. By default 1.")
  private long seed = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write everything as JSON; with - to standard output, in place of the tables.")
  private @Nullable String json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  @Override
  public Integer call() {
    check();
    try {
      requireFolder();
      compare(Side.of("--a", first), Side.of("--b", second));
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException | UncheckedIOException e) {
      spec.commandLine().getErr().println("what-if: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitCode.SOFTWARE;
    }
  }

  private void check() {
    require(shown >= 0, "--top must be 0 or more, is " + shown);
    require(places >= 1 && places <= 20, "--places must be 1 to 20, is " + places);
    require(resamples >= 100, "--resamples must be 100 or more, is " + resamples);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /** Said before the work rather than after it. */
  private void requireFolder() throws IOException {
    if (json != null && !json.equals(STANDARD_OUTPUT)) {
      Path folder = Path.of(json).toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new FileNotFoundException(json + ": its folder does not exist");
      }
    }
  }

  private void compare(Side a, Side b) throws IOException {
    require(
        !a.settings().equals(b.settings()),
        "nothing to compare: --a (" + a.name() + ") and --b (" + b.name() + ") come to the same");
    List<EventLog> logs = new ArrayList<>();
    for (Path file : files) {
      logs.add(EventLog.openIn(file));
    }
    ComparisonJson report = new ComparisonJson(a, b, resamples, seed);
    PrintWriter out = spec.commandLine().getOut();
    boolean isTable = !STANDARD_OUTPUT.equals(json);
    if (isTable) {
      out.printf("A: %s%nB: %s%n%n", a.name(), b.name());
    }
    for (EventLog log : logs) {
      List<BadRow> badRows = new ArrayList<>();
      Replay replay = Replay.forRecommendations(log, badRows::add);
      warn(badRows);
      Comparison comparison = compare(replay, a, b);
      report.add(comparison, places, badRows.size());
      if (isTable) {
        out.println(ComparisonText.of(comparison, places, shown));
        out.flush();
      }
    }
    write(report.text());
  }

  private Comparison compare(Replay replay, Side a, Side b) {
    try (Progress progress = Progress.of(replay.name(), 2L * replay.size())) {
      Trial ofA = Trial.of(replay, a.settings(), repeats, event -> progress.step());
      Trial ofB = Trial.of(replay, b.settings(), repeats, event -> progress.step());
      PairedBootstrap bootstrap = new PairedBootstrap(replay.choosers(repeats), resamples, seed);
      return Comparison.of(replay, ofA, ofB, bootstrap, places);
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

  private void write(String text) throws IOException {
    if (STANDARD_OUTPUT.equals(json)) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
    } else if (json != null) {
      Files.writeString(Path.of(json), text);
    }
  }
}

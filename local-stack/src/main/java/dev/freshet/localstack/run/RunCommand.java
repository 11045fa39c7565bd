package dev.freshet.localstack.run;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.OutputFolder;
import dev.freshet.localstack.command.SettingsOptions;
import dev.freshet.localstack.command.TimeConverter;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.recording.ArrivingLog;
import dev.freshet.localstack.recording.DisorderOptions;
import dev.freshet.localstack.recording.LogOptions;
import dev.freshet.localstack.recording.ShownRows;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.localstack.rules.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code run}: shows what Redis would hold after a log. */
@Command(
    name = "run",
    sortOptions = false,
    header = "Runs a log through the product, without Kafka and Redis, and dumps the result.",
    description = {
      "",
      "Prints what Redis would hold at the end of the log, a line of JSON for each key, in the"
          + " order of the keys, numbers to eight digits: two dumps can be compared by diff, ours"
          + " or any other. What became of the records is told on standard error.",
      "",
      "In process, the jobs' own parts run in one thread: the same log and settings give the same"
          + " dump to the last byte. On Flink the deployable topologies run; what they learn of"
          + " order, such as weights and lists, then depends a little on timing.",
      "",
      "Time is that of the log, less the disorder that the jobs allow: nobody falls or is forgotten"
          + " for what the clock on the wall shows.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  run events.csv --out before.jsonl",
      "  run events.csv --settings candidate.yaml --out after.jsonl",
      "  run events.csv --engine flink --parallelism 4 --out flink.jsonl",
      "  run incident --from 2026-11-24T20:30:00Z | grep '\"rec:ada\"'",
      "  run events.csv --shuffle '1 min' --duplicates 0.05 --seed 7 --out disorder.jsonl",
      "",
      "Exit codes: 0 done, 1 a log is missing or damaged or has no row that can be used, or"
          + " the job failed, 2 wrong usage."
    })
public final class RunCommand implements Callable<Integer> {

  @Mixin private LogOptions logs = new LogOptions();

  @Option(
      names = "--engine",
      paramLabel = "in-process|flink",
      converter = EngineConverter.class,
      description = "How it runs. By default in-process.")
  private Kind engine = Kind.IN_PROCESS;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Tasks of each operator on Flink. By default 1.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "How many moments of the log may be under way at once on Flink: the more, the faster, and"
              + " the farther tasks are apart in the log's time. By default ${DEFAULT-VALUE}.")
  private int inFlight = 1;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Run the engagement job too, with the rules and audiences in this file. A rule that does not say from when"
              + " it holds does so from the beginning. May be repeated.")
  private List<Path> ruleFiles = List.of();

  @Option(
      names = "--no-partners",
      paramLabel = "FILE",
      description =
          "Users who want no partners, one a line, for the engagement job: they are named to nobody"
              + " and get none.")
  private @Nullable Path noPartners;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @Mixin private DisorderOptions disorder = new DisorderOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the dump here rather than to standard output.")
  private @Nullable Path dumpFile;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "What the clock shows; later events are rejected as events of the future. By default the"
              + " time it is.")
  private @Nullable Instant now;

  @Mixin private Console console = new Console();

  /** The ways to run. */
  enum Kind {
    IN_PROCESS,
    FLINK
  }

  @Override
  public Integer call() throws IOException {
    JobOptions given = options.given();
    RuleSet rules = RuleFiles.read(ruleFiles, Instant.EPOCH).orFail();
    Set<String> unwilling = unwilling();
    RunSettings settings = Usage.checked(() -> RunSettings.of(given, rules, unwilling));
    Engine chosen = engine();
    OutputFolder.require(dumpFile);
    ArrivingLog log =
        new ArrivingLog(logs.select(settings.runtime().kafka().topics()), disorder.disorder());
    ShownRows leftOut = logs.leftOut();
    Result result = chosen.run(log, settings, leftOut);
    if (result.used() == 0) {
      throw new CommandException(why(leftOut, result));
    }
    write(result);
    console.err().println("run: " + result.account() + leftOut.account());
    console.err().flush();
    return ExitCode.OK;
  }

  private Set<String> unwilling() throws IOException {
    return noPartners == null
        ? Set.of()
        : Files.readAllLines(noPartners).stream()
            .map(String::strip)
            .filter(user -> !user.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Where every row could be read, what became of the records is all there is to say. */
  private static String why(ShownRows leftOut, Result result) {
    boolean isTold = !leftOut.areAny() && result.records() > result.items();
    return isTold
        ? "no row could be used: " + result.account()
        : leftOut.why() + "; " + result.account();
  }

  private Engine engine() {
    Usage.require(
        parallelism == null || (engine == Kind.FLINK && parallelism >= 1),
        "--parallelism must be 1 or more, and goes with --engine flink");
    Usage.atLeast(1, "--in-flight", inFlight);
    Clock clock = Clock.fixed(now == null ? Instant.now() : now, ZoneOffset.UTC);
    return engine == Kind.FLINK
        ? new FlinkEngine(clock, parallelism == null ? 1 : parallelism, inFlight)
        : new InProcessEngine(clock);
  }

  private void write(Result result) throws IOException {
    if (dumpFile == null) {
      result.dump().write(console.out());
      return;
    }
    try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(dumpFile))) {
      result.dump().write(file);
      if (file.checkError()) {
        throw new IOException(dumpFile + ": cannot be written to its end");
      }
    }
  }
}

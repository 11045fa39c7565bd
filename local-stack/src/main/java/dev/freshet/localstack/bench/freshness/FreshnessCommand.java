package dev.freshet.localstack.bench.freshness;

import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.LoadOptions;
import dev.freshet.localstack.bench.lab.ReportOptions;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.RunsOption;
import dev.freshet.localstack.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench freshness}: how long an event takes to be seen in Redis. */
@Command(
    name = "freshness",
    sortOptions = false,
    header = "Measures the time from an event's being sent until its user's list is in Redis.",
    description = {
      "",
      "Lets the recommendations job (d) read a log, which tells its capacity, then sends live events"
          + " at shares of that rate and watches the lists of some users. A bare job with one keyed"
          + " state and one SET for each event (s) gets the same log and the same rates.",
      ""
    })
public final class FreshnessCommand implements Callable<Integer> {

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--shares",
      paramLabel = "SHARE",
      split = ",",
      defaultValue = "0.25,0.5",
      description = "Shares of the capacity to send at. By default ${DEFAULT-VALUE}.")
  private List<Double> shares = List.of();

  @Option(
      names = "--capacity",
      paramLabel = "EVENTS/S",
      description = "Take this for the capacity instead of measuring it.")
  private @Nullable Double capacity;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "180",
      description =
          "How long each is measured; a multiple of the interval of checkpoints has its fair share of"
              + " them. By default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description =
          "How long live events flow before that; the first checkpoint after a start takes longer"
              + " than the others, so as long as the interval or more. By default ${DEFAULT-VALUE}.")
  private double warmUp;

  @Mixin private RunsOption runs = new RunsOption();

  @Mixin private ReportOptions report = new ReportOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LoadSettings settings = load.load();
    Freshness.Plan plan = new Freshness.Plan(shares, capacity, seconds, warmUp, runs.count());
    report.requireFolders();
    try (Lab lab = Lab.open()) {
      PrintWriter err = console.err();
      Report measured = new Freshness(lab, settings, load.jobs(), plan, err).measure();
      report.write(console.out(), measured);
      return ExitCode.OK;
    }
  }
}

package dev.freshet.localstack.bench.growth;

import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.LoadOptions;
import dev.freshet.localstack.bench.lab.ReportOptions;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.RunsOption;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench growth}: what an event costs as users and items grow in number. */
@Command(
    name = "growth",
    sortOptions = false,
    header = "Measures a job's cost per event and its memory as users and items grow in number.",
    description = {
      "",
      "Multiplies the users, the items and the events of the log, and measures the job over the last"
          + " part of each log, as many events for every size, when the state has grown: from"
          + " the end of a checkpoint to the end of one after the last event, so that what these"
          + " events changed is written, and nothing else.",
      ""
    })
public final class GrowthCommand implements Callable<Integer> {

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--factors",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,10,30",
      description = "How many times the users and items. By default ${DEFAULT-VALUE}.")
  private List<Integer> factors = List.of();

  @Option(
      names = "--most-events",
      paramLabel = "N",
      defaultValue = "4000000",
      description =
          "Longest log; with fewer events per user the state grows less. By default"
              + " ${DEFAULT-VALUE}.")
  private int mostEvents;

  @Option(
      names = "--only",
      paramLabel = "JOB",
      split = ",",
      defaultValue = "d",
      description = "Which jobs to run. By default ${DEFAULT-VALUE}.")
  private List<String> only = List.of();

  @Mixin private RunsOption runs = new RunsOption();

  @Mixin private ReportOptions report = new ReportOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    List<Variant> variants = Usage.checked(() -> Variant.ofLetters(only));
    Growth.Plan plan = new Growth.Plan(load.load(), factors, mostEvents, variants, runs.count());
    report.requireFolders();
    try (Lab lab = Lab.open()) {
      PrintWriter err = console.err();
      Report measured = new Growth(lab, load.jobs(), plan, err).measure();
      report.write(console.out(), measured);
      return ExitCode.OK;
    }
  }
}

package dev.freshet.localstack.bench.reads;

import dev.freshet.localstack.bench.lab.ReportOptions;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.RunsOption;
import dev.freshet.localstack.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench reads}: what the one call of a frontend costs. */
@Command(
    name = "reads",
    sortOptions = false,
    header = "Compares reads of recommendations with plain GETs of the same values.",
    description = {
      "",
      "Fills a Redis of its own with lists and a pulse as the recommendations job writes them for a"
          + " synthetic log, each list as of its user's last event, gives its server one core where"
          + " the machine has two and taskset, and reads at full speed from more and more"
          + " connections, by turns with GET rec:<user> and with FCALL_RO recommend, which ranks.",
      ""
    })
public final class ReadsCommand implements Callable<Integer> {

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "150",
      description =
          "recommendations.candidates.size: what a list holds at most. By default ${DEFAULT-VALUE}.")
  private int candidates;

  @Option(
      names = "--pulse",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "recommendations.pulse.size: what the pulse holds at most. By default ${DEFAULT-VALUE}.")
  private int pulse;

  @Option(
      names = "--places",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many items a call asks for. By default ${DEFAULT-VALUE}.")
  private int places;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many lists are read; the log has four times the users. By default ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--connections",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8,16",
      description = "Clients at the same time. By default ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16",
      description =
          "Commands that a client sends before it reads their replies. By default"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> pipelines = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "How long each figure is measured. By default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--experiments",
      description =
          "Lets an experiment run, of which one variant gives a tenth of its places to newcomers, and"
              + " measures calls with PLACEMENT and WITHVARIANT as well.")
  private boolean experiments;

  @Option(
      names = "--rules",
      description = "Measures calls with a pulse that has rules of 1,000 items in all as well.")
  private boolean rules;

  @Option(
      names = "--tags",
      description = "Measures calls as well that leave out half of the catalogue by NOT.")
  private boolean tags;

  @Mixin private RunsOption runs = new RunsOption();

  @Option(
      names = "--server",
      paramLabel = "FILE",
      description =
          "The redis-server to read from, version 7 or later. By default that of the tests, which"
              + " brings along a slower memory allocator than most others.")
  private @Nullable Path server;

  @Mixin private ReportOptions report = new ReportOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    ReadSettings settings =
        new ReadSettings(
            users, candidates, pulse, places, (long) (seconds * 1000), 1, experiments, rules, tags);
    Reads.Plan plan = new Reads.Plan(settings, server, connections, pipelines, runs.count());
    report.requireFolders();
    Report measured = new Reads(plan, console.err()).measure();
    report.write(console.out(), measured);
    return ExitCode.OK;
  }
}

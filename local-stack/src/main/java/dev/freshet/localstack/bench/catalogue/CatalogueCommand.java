package dev.freshet.localstack.bench.catalogue;

import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.ReportOptions;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.SeedOption;
import dev.freshet.localstack.command.SetOption;
import dev.freshet.localstack.command.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench catalogue}: what a large catalogue costs. */
@Command(
    name = "catalogue",
    sortOptions = false,
    header = "Measures what a large catalogue costs in time, memory and recovery.",
    description = {
      "",
      "Writes a catalogue to Kafka, starts the recommendations job in a task manager of its own, and"
          + " lets live events come. Measures how long it takes until the catalogue is in and lists"
          + " are fresh, the heap it takes, and a checkpoint; then kills the task manager, starts"
          + " another, and measures how long it takes until lists are fresh again. What it came to"
          + " is told even if the job fails on the way.",
      ""
    },
    footer = {"", "Exit codes: 0 done, 1 the job failed or did not get on, 2 wrong usage."})
public final class CatalogueCommand implements Callable<Integer> {

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Items of the catalogue. By default ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--tags",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Different tags, of which each item has two to four, some far more often than others. By"
              + " default ${DEFAULT-VALUE}.")
  private int tags;

  @Option(
      names = "--vectors",
      paramLabel = "N",
      defaultValue = "0",
      description = "Numbers of each item's vector, 0 for none. By default ${DEFAULT-VALUE}.")
  private int vectors;

  @Option(
      names = "--heap",
      paramLabel = "MIB",
      defaultValue = "4096",
      description = "Heap of the task manager, which has two slots. By default ${DEFAULT-VALUE}.")
  private int heap;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Live events in a second. By default ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--fresh",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "Lists are fresh when an event is seen in its user's list so soon. By default"
              + " ${DEFAULT-VALUE}.")
  private int fresh;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Users who act. By default ${DEFAULT-VALUE}.")
  private int users;

  @Mixin private SeedOption seed = new SeedOption();

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description =
          "How long each step may take before it counts as failed. By default ${DEFAULT-VALUE}.")
  private long patience;

  @Mixin private SetOption set = new SetOption();

  @Mixin private ReportOptions report = new ReportOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Usage.atLeast(1, "--patience", patience);
    CatalogueSettings settings =
        new CatalogueSettings(items, tags, vectors, heap, rate, fresh, users, seed.value());
    report.requireFolders();
    CatalogueFigures figures = new CatalogueFigures(settings);
    try (Lab lab = Lab.open()) {
      new CatalogueTrial(
              lab, settings, set.values(), Duration.ofSeconds(patience), figures, console.err())
          .run();
    }
    report.write(console.out(), figures);
    if (figures.setback().isPresent()) {
      throw new CommandException(figures.setback().get().text());
    }
    return ExitCode.OK;
  }
}

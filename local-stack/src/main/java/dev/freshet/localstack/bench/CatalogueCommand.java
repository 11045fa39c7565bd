package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.CatalogueFigures.Setback;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class CatalogueCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

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

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds give equal catalogues. By default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description =
          "How long each step may take before it counts as failed. By default ${DEFAULT-VALUE}.")
  private long patience;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set an option of the job or of Flink for the job. May be repeated.")
  private Map<String, String> set = Map.of();

  @Mixin private ReportOptions report = new ReportOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  @Override
  public Integer call() throws IOException {
    CatalogueSettings settings = settings();
    CatalogueFigures figures = new CatalogueFigures(settings);
    try (Lab lab = Lab.open()) {
      new CatalogueTrial(
              lab,
              settings,
              Map.copyOf(set),
              Duration.ofSeconds(patience),
              figures,
              new Progress(spec.commandLine().getErr()))
          .run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SOFTWARE;
    }
    report.write(spec.commandLine().getOut(), figures.table(), figures.json(), figures::chart);
    Optional<Setback> setback = figures.setback();
    setback.ifPresent(
        what ->
            spec.commandLine()
                .getErr()
                .println("bench catalogue: failed while " + what.phase() + ": " + what.reason()));
    return setback.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private CatalogueSettings settings() {
    try {
      if (patience < 1) {
        throw new IllegalArgumentException("--patience must be 1 or more, is " + patience);
      }
      return new CatalogueSettings(items, tags, vectors, heap, rate, fresh, users, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}

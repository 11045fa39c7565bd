package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.catalogue.CatalogueCommand;
import dev.freshet.localstack.bench.freshness.FreshnessCommand;
import dev.freshet.localstack.bench.growth.GrowthCommand;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.LoadOptions;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Profiler;
import dev.freshet.localstack.bench.lab.ReportOptions;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.bench.reads.ReadsCommand;
import dev.freshet.localstack.bench.throughput.Throughput;
import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.RunsOption;
import dev.freshet.localstack.command.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench}: compares the jobs with bare ones. */
@Command(
    name = "bench",
    sortOptions = false,
    subcommands = {
      FreshnessCommand.class,
      GrowthCommand.class,
      CatalogueCommand.class,
      ReadsCommand.class
    },
    header = "Compares the speed of the jobs with that of bare jobs on the same log.",
    description = {
      "",
      "Puts a synthetic log on a Kafka broker and runs each job over it, from a fresh JVM, several"
          + " times in turn. The broker and Redis are processes of their own on this machine. The"
          + " jobs a, b and c are floors: the least that any job with that kind of state would do.",
      "",
      "  a  source, Avro decode, discard",
      "  b  the same, and by user one RocksDB state read and written",
      "  c  by user the last 10 items, by item 10 pairs updated in a RocksDB map state: a bare"
          + " co-occurrence job",
      "  p  plain item-based collaborative filtering with Flink's own state, types and settings, and"
          + " a list of 50 items set in Redis: the recommender that one would write first",
      "  d  the recommendations job as deployed, Redis included",
      "  e  the stickiness job as deployed, Redis included",
      "  g  the engagement job as deployed, with 50 rules and 20 audiences, Redis included",
      "  h  the effect job as deployed, Redis included: it also reads a list of 20 items before each"
          + " click, which counts as an event, and an experiment runs",
      "  s  b, and one value of 500 bytes set in Redis",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bench",
      "  bench --only c,p,d --runs 5",
      "  bench --events 200000 --runs 1 --json -",
      "  bench --only d --profile profiles",
      "  bench freshness --capacity 20000",
      "  bench growth --factors 1,10",
      "  bench catalogue --items 1000000 --heap 4096",
      "  bench reads --connections 1,16",
      "",
      "Exit codes: 0 done, 1 a job or a server failed, 2 wrong usage."
    })
public final class BenchCommand implements Callable<Integer> {

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--only",
      paramLabel = "JOB",
      split = ",",
      defaultValue = "a,b,c,p,d,e,g,h",
      description = "Which jobs to run. By default ${DEFAULT-VALUE}.")
  private List<String> only = List.of();

  @Mixin private RunsOption runs = new RunsOption();

  @Option(
      names = "--warm-up",
      paramLabel = "SHARE",
      defaultValue = "0.4",
      description =
          "Share of the log, from 0 to less than 1, that does not count as steady. By default"
              + " ${DEFAULT-VALUE}.")
  private double warmUp;

  @Mixin private ReportOptions report = new ReportOptions();

  @Option(
      names = "--profile",
      paramLabel = "FOLDER",
      description =
          "Write a flame graph of each job there, by async-profiler, or a Flight Recording where"
              + " there is none for this machine. Runs are slower by a little.")
  private @Nullable Path profile;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    LoadSettings settings = load.load();
    Throughput.Plan plan =
        new Throughput.Plan(
            Usage.checked(() -> Variant.ofLetters(only)),
            runs.count(),
            warmUp,
            load.jobs().forShortLog(),
            profiler());
    report.requireFolders();
    try (Lab lab = Lab.open()) {
      PrintWriter err = console.err();
      boolean hasLists = plan.variants().contains(Variant.EFFECT);
      Log log = write(lab, settings, hasLists, err);
      Throughput throughput = Throughput.measure(lab, log, plan, err);
      report.write(console.out(), throughput);
      return ExitCode.OK;
    }
  }

  private static Log write(Lab lab, LoadSettings settings, boolean hasLists, PrintWriter err) {
    try (Progress progress = Progress.of("writing the log", settings.events(), err)) {
      return lab.load(settings, hasLists, progress::at);
    }
  }

  private Optional<Profiler> profiler() throws IOException {
    return profile == null ? Optional.empty() : Optional.of(new Profiler(profile));
  }
}

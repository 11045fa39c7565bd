package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.job.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench}: measures the jobs beside bare ones. */
@Command(
    name = "bench",
    sortOptions = false,
    subcommands = {
      FreshnessCommand.class,
      GrowthCommand.class,
      CatalogueCommand.class,
      ReadsCommand.class
    },
    header = "Measures how fast the jobs are, beside bare jobs on the same log.",
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

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--only",
      paramLabel = "JOB",
      split = ",",
      defaultValue = "a,b,c,p,d,e",
      description = "Which jobs to run. By default ${DEFAULT-VALUE}.")
  private List<String> only = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each job; the median counts. By default ${DEFAULT-VALUE}.")
  private int runs;

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

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  @Override
  public Integer call() throws IOException {
    List<Variant> variants = variants();
    try (Lab lab = Lab.open()) {
      Progress progress = new Progress(spec.commandLine().getErr());
      Log log;
      try (Progress.Task task = progress.begin("writing the log", load.load().events())) {
        log = lab.load(load.load(), task::at);
      }
      Jobs jobs = load.jobs().forShortLog();
      Throughput throughput =
          Throughput.measure(lab, log, variants, runs, warmUp, jobs, profiler(), progress);
      report.write(
          spec.commandLine().getOut(),
          ThroughputTable.of(throughput),
          ThroughputJson.of(throughput),
          () -> ThroughputChart.of(throughput));
      return ExitCode.OK;
    }
  }

  private List<Variant> variants() {
    try {
      load.load();
      if (runs < 1) {
        throw new IllegalArgumentException("--runs must be 1 or more, is " + runs);
      }
      if (warmUp < 0 || warmUp >= 1) {
        throw new IllegalArgumentException("--warm-up must be from 0 to less than 1, is " + warmUp);
      }
      return Variant.ofLetters(only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<Profiler> profiler() throws IOException {
    if (profile == null) {
      return Optional.empty();
    }
    return Optional.of(new Profiler(profile));
  }
}

package dev.freshet.localstack.bench.throughput;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Jobs;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Measured;
import dev.freshet.localstack.bench.lab.Medians;
import dev.freshet.localstack.bench.lab.Profiler;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.report.Report;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;

/**
 * Jobs over one log, several times each.
 *
 * <p>The runs are interleaved, a, b, c, a, b, c: what slows the machine down for a while then slows
 * all of them.
 */
public final class Throughput implements Report {

  private final Log log;
  private final Map<Variant, List<Measured>> runs = new EnumMap<>(Variant.class);

  private Throughput(Log log) {
    this.log = log;
  }

  /**
   * What is measured.
   *
   * @param runs of each
   * @param warmUp share of the log that does not count as steady, 0 to less than 1
   * @param profiler of the jobs, if profiles are wanted
   */
  public record Plan(
      List<Variant> variants, int runs, double warmUp, Jobs jobs, Optional<Profiler> profiler) {

    public Plan {
      Usage.require(
          warmUp >= 0 && warmUp < 1, "--warm-up must be from 0 to less than 1, is " + warmUp);
    }
  }

  /**
   * Runs all of them, which takes long.
   *
   * @param err learns what is being run
   */
  public static Throughput measure(Lab lab, Log log, Plan plan, PrintWriter err) {
    Throughput throughput = new Throughput(log);
    for (int run = 1; run <= plan.runs(); run++) {
      for (Variant variant : plan.variants()) {
        long events = log.events(variant);
        long warmUpEvents = (long) (plan.warmUp() * events);
        String task = "run %d of %d, job %s".formatted(run, plan.runs(), variant.letter());
        try (Progress progress = Progress.of(task, events, err)) {
          throughput.add(
              lab.run(variant, log, warmUpEvents, plan.jobs(), plan.profiler(), progress::at));
        }
      }
    }
    return throughput;
  }

  private void add(Measured measured) {
    runs.computeIfAbsent(measured.variant(), variant -> new ArrayList<>()).add(measured);
  }

  Log log() {
    return log;
  }

  List<Variant> variants() {
    return List.copyOf(runs.keySet());
  }

  List<Measured> runs(Variant variant) {
    return runs.getOrDefault(variant, List.of());
  }

  double median(Variant variant, ToDoubleFunction<Measured> figure) {
    return Medians.of(runs(variant).stream().mapToDouble(figure).toArray());
  }

  /** How many times as fast as another job, steady medians; empty if either was not run. */
  Optional<Double> ratio(Variant variant, Variant floor) {
    if (runs(variant).isEmpty() || runs(floor).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        median(variant, Measured::steadyPerSecond) / median(floor, Measured::steadyPerSecond));
  }

  @Override
  public String table() {
    return ThroughputTable.of(this);
  }

  @Override
  public ObjectNode json() {
    return ThroughputJson.of(this);
  }

  @Override
  public CategoryChart chart() {
    return ThroughputChart.of(this);
  }
}

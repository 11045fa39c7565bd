package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.job.Variant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Jobs over one log, several times each.
 *
 * <p>The runs are interleaved, a, b, c, p, d, e, a, b, c, p, d, e: what slows the machine down for
 * a while then slows all of them.
 */
final class Throughput {

  private final Log log;
  private final Map<Variant, List<Measured>> runs = new EnumMap<>(Variant.class);

  private Throughput(Log log) {
    this.log = log;
  }

  static Throughput measure(
      Lab lab,
      Log log,
      List<Variant> variants,
      int repetitions,
      double warmUp,
      Jobs jobs,
      Optional<Profiler> profiler,
      Progress progress) {
    Throughput throughput = new Throughput(log);
    long warmUpEvents = (long) (warmUp * log.settings().events());
    for (int repetition = 1; repetition <= repetitions; repetition++) {
      for (Variant variant : variants) {
        String task = "run %d of %d, job %s".formatted(repetition, repetitions, variant.letter());
        try (Progress.Task shown = progress.begin(task, log.settings().events())) {
          throughput.add(lab.run(variant, log, warmUpEvents, jobs, profiler, shown::at));
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
}

package dev.freshet.localstack.bench.growth;

import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Jobs;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Measured;
import dev.freshet.localstack.bench.lab.Medians;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.Usage;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Measures jobs over logs of more and more users and items. */
final class Growth {

  private final Lab lab;
  private final Jobs jobs;
  private final Plan plan;
  private final PrintWriter err;

  /**
   * What is measured.
   *
   * @param load the smallest log
   * @param factors how many times its users and items
   * @param mostEvents of the longest log
   * @param runs of each
   */
  record Plan(
      LoadSettings load, List<Integer> factors, int mostEvents, List<Variant> variants, int runs) {

    Plan {
      factors.forEach(factor -> Usage.atLeast(1, "--factors", factor));
      Usage.atLeast(1, "--most-events", mostEvents);
    }

    /** Alike for all sizes; the smallest log still needs a part to warm up on. */
    long measuredEvents() {
      return Math.min(load.events(), mostEvents) / 2;
    }
  }

  /** A job at one size, all its runs. */
  record Size(Variant variant, int factor, Log log, List<Measured> runs) {

    double median(ToDoubleFunction<Measured> figure) {
      return Medians.of(runs.stream().mapToDouble(figure).toArray());
    }
  }

  /**
   * @param err learns what is being measured
   */
  Growth(Lab lab, Jobs jobs, Plan plan, PrintWriter err) {
    this.lab = lab;
    this.jobs = jobs;
    this.plan = plan;
    this.err = err;
  }

  /** Measures all of it, which takes long; the runs of all sizes are interleaved. */
  GrowthReport measure() {
    List<Size> sizes = new ArrayList<>();
    for (int factor : plan.factors()) {
      LoadSettings settings = plan.load().times(factor).atMost(plan.mostEvents());
      try (Progress task = Progress.of("writing log ×" + factor, settings.events(), err)) {
        Log log = lab.load(settings, task::at);
        plan.variants()
            .forEach(variant -> sizes.add(new Size(variant, factor, log, new ArrayList<>())));
      }
    }
    for (int run = 1; run <= plan.runs(); run++) {
      for (Size size : sizes) {
        String name =
            "run %d of %d, job %s ×%d"
                .formatted(run, plan.runs(), size.variant().letter(), size.factor());
        int events = size.log().settings().events();
        try (Progress task = Progress.of(name, events, err)) {
          size.runs()
              .add(
                  lab.run(
                      size.variant(),
                      size.log(),
                      events - plan.measuredEvents(),
                      jobs,
                      Optional.empty(),
                      task::at));
        }
      }
    }
    return new GrowthReport(plan, sizes);
  }
}

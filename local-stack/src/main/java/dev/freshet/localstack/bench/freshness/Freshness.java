package dev.freshet.localstack.bench.freshness;

import dev.freshet.localstack.bench.feed.LiveFeed;
import dev.freshet.localstack.bench.job.RunResult;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Jobs;
import dev.freshet.localstack.bench.lab.Lab;
import dev.freshet.localstack.bench.lab.Log;
import dev.freshet.localstack.bench.lab.Medians;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.report.Text;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures how long an event takes to be seen in Redis, at shares of what a job can take. */
final class Freshness {

  static final List<Variant> COMPARED =
      List.of(Variant.USER_STATE_AND_SET, Variant.RECOMMENDATIONS);

  /** Enough to fill the state and warm up the JVM before live events come. */
  private static final int MOST_LOG_EVENTS = 200_000;

  private final Lab lab;
  private final LoadSettings load;
  private final Jobs jobs;
  private final Plan plan;
  private final PrintWriter err;

  /**
   * What is measured.
   *
   * @param shares of the capacity to send at
   * @param capacity events a second, or null to measure it
   * @param seconds how long each is measured
   * @param warmUpSeconds how long live events flow before that
   * @param runs of each
   */
  record Plan(
      List<Double> shares,
      @Nullable Double capacity,
      double seconds,
      double warmUpSeconds,
      int runs) {

    Plan {
      shares.forEach(share -> Usage.moreThanZero("--shares", share));
      Usage.moreThanZero("--seconds", seconds);
      Usage.require(warmUpSeconds >= 0, "--warm-up must be 0 or more, is " + warmUpSeconds);
    }
  }

  /** One job at one rate. */
  record Figure(
      Variant variant,
      double share,
      double rate,
      double sentPerSecond,
      int samples,
      int missing,
      double millis50,
      double millis99,
      double millis999) {}

  /**
   * @param err learns what is being measured
   */
  Freshness(Lab lab, LoadSettings load, Jobs jobs, Plan plan, PrintWriter err) {
    this.lab = lab;
    this.load = load;
    this.jobs = jobs;
    this.plan = plan;
    this.err = err;
  }

  /** Measures all of it, which takes long. */
  FreshnessReport measure() throws InterruptedException {
    double perSecond = plan.capacity() == null ? capacity() : plan.capacity();
    List<Figure> figures = new ArrayList<>();
    for (double share : plan.shares()) {
      for (List<Figure> ofVariant : measure(share, share * perSecond)) {
        figures.add(median(ofVariant));
      }
    }
    return new FreshnessReport(plan, perSecond, figures);
  }

  private double capacity() {
    Log log = lab.load(load, events -> {});
    try (Progress task = Progress.of("capacity of job d", log.settings().events(), err)) {
      return lab.run(
              Variant.RECOMMENDATIONS,
              log,
              log.settings().events() / 2,
              jobs.forShortLog(),
              Optional.empty(),
              task::at)
          .steadyPerSecond();
    }
  }

  /** The runs of each variant, interleaved. */
  private List<List<Figure>> measure(double share, double rate) throws InterruptedException {
    List<List<Figure>> figures = new ArrayList<>();
    COMPARED.forEach(variant -> figures.add(new ArrayList<>()));
    for (int run = 1; run <= plan.runs(); run++) {
      for (int i = 0; i < COMPARED.size(); i++) {
        Variant variant = COMPARED.get(i);
        String task =
            Text.of(
                "run %d of %d, job %s at %,.0f events/s (%.0f %%)",
                run, plan.runs(), variant.letter(), rate, share * 100);
        try (Progress shown = Progress.of(task, 1, err)) {
          figures.get(i).add(measure(variant, share, rate));
          shown.at(1);
        }
      }
    }
    return figures;
  }

  private Figure measure(Variant variant, double share, double rate) throws InterruptedException {
    // Of its own, since the live events go to the same topics.
    Log log = lab.load(load.atMost(MOST_LOG_EVENTS), events -> {});
    try (Lab.Running running = lab.start(variant, log, true, 0, jobs, Optional.empty())) {
      running.awaitServing();
      LiveFeed.Seen seen;
      try (LiveFeed feed =
          new LiveFeed(lab.bootstrapServers(), lab.redisUri(), log.topics(), log.settings())) {
        seen = feed.run(rate, plan.warmUpSeconds(), plan.seconds());
      }
      running.hangUp();
      RunResult ended = running.result(events -> {});
      if (ended.events() < log.settings().events()) {
        throw new CommandException("job " + variant.letter() + " did not read the log");
      }
      double[] millis = seen.millis().stream().mapToDouble(Double::doubleValue).toArray();
      return new Figure(
          variant,
          share,
          rate,
          seen.perSecond(),
          millis.length,
          seen.missing(),
          Medians.quantile(millis, 0.5),
          Medians.quantile(millis, 0.99),
          Medians.quantile(millis, 0.999));
    }
  }

  private static Figure median(List<Figure> figures) {
    Figure first = figures.get(0);
    return new Figure(
        first.variant(),
        first.share(),
        first.rate(),
        Medians.of(figures.stream().mapToDouble(Figure::sentPerSecond).toArray()),
        figures.stream().mapToInt(Figure::samples).sum(),
        figures.stream().mapToInt(Figure::missing).sum(),
        Medians.of(figures.stream().mapToDouble(Figure::millis50).toArray()),
        Medians.of(figures.stream().mapToDouble(Figure::millis99).toArray()),
        Medians.of(figures.stream().mapToDouble(Figure::millis999).toArray()));
  }
}

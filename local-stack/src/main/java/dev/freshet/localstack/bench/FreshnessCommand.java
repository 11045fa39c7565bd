package dev.freshet.localstack.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.fresh.LiveFeed;
import dev.freshet.localstack.bench.job.RunResult;
import dev.freshet.localstack.bench.job.Variant;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench freshness}: how long an event takes to be seen in Redis. */
@Command(
    name = "freshness",
    sortOptions = false,
    header = "Measures the time from an event's being sent until its user's list is in Redis.",
    description = {
      "",
      "Lets the recommendations job (d) read a log, which tells its capacity, then sends live events"
          + " at shares of that rate and watches the lists of some users. A bare job with one keyed"
          + " state and one SET for each event (s) gets the same log and the same rates.",
      ""
    })
final class FreshnessCommand implements Callable<Integer> {

  private static final List<Variant> COMPARED =
      List.of(Variant.USER_STATE_AND_SET, Variant.RECOMMENDATIONS);

  /** Enough to fill the state and warm up the JVM before live events come. */
  private static final int MOST_LOG_EVENTS = 200_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--shares",
      paramLabel = "SHARE",
      split = ",",
      defaultValue = "0.25,0.5",
      description = "Shares of the capacity to send at. By default ${DEFAULT-VALUE}.")
  private List<Double> shares = List.of();

  @Option(
      names = "--capacity",
      paramLabel = "EVENTS/S",
      description = "Take this for the capacity instead of measuring it.")
  private @Nullable Double capacity;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "180",
      description =
          "How long each is measured; a multiple of the interval of checkpoints has its fair share of"
              + " them. By default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description =
          "How long live events flow before that; the first checkpoint after a start takes longer"
              + " than the others, so as long as the interval or more. By default ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each; the median counts. By default ${DEFAULT-VALUE}.")
  private int runs;

  @Mixin private ReportOptions report = new ReportOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  /** One job at one rate. */
  private record Figure(
      Variant variant,
      double share,
      double rate,
      double sentPerSecond,
      int samples,
      int missing,
      double millis50,
      double millis99,
      double millis999) {}

  @Override
  public Integer call() throws IOException {
    requireUsable();
    try (Lab lab = Lab.open()) {
      Progress progress = new Progress(spec.commandLine().getErr());
      double perSecond = capacity == null ? capacity(lab, progress) : capacity;
      List<Figure> figures = new ArrayList<>();
      for (double share : shares) {
        for (List<Figure> ofVariant : measure(lab, share, share * perSecond, progress)) {
          figures.add(median(ofVariant));
        }
      }
      report.write(
          spec.commandLine().getOut(),
          table(perSecond, figures),
          json(perSecond, figures),
          () -> chart(figures));
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SOFTWARE;
    } catch (IllegalStateException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireUsable() {
    try {
      load.load();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (runs < 1 || seconds <= 0 || warmUp < 0 || shares.stream().anyMatch(share -> share <= 0)) {
      throw new ParameterException(
          spec.commandLine(), "--runs, --seconds and --shares must be more than 0");
    }
  }

  private double capacity(Lab lab, Progress progress) {
    Log log = lab.load(load.load(), events -> {});
    try (Progress.Task task = progress.begin("capacity of job d", log.settings().events())) {
      return lab.run(
              Variant.RECOMMENDATIONS,
              log,
              log.settings().events() / 2,
              load.jobs().forShortLog(),
              Optional.empty(),
              task::at)
          .steadyPerSecond();
    }
  }

  /** The runs of each variant, interleaved. */
  private List<List<Figure>> measure(Lab lab, double share, double rate, Progress progress)
      throws InterruptedException {
    List<List<Figure>> figures = new ArrayList<>();
    COMPARED.forEach(variant -> figures.add(new ArrayList<>()));
    for (int run = 1; run <= runs; run++) {
      for (int i = 0; i < COMPARED.size(); i++) {
        Variant variant = COMPARED.get(i);
        String task =
            line(
                "run %d of %d, job %s at %,.0f events/s (%.0f %%)",
                run, runs, variant.letter(), rate, share * 100);
        try (Progress.Task shown = progress.begin(task, 1)) {
          figures.get(i).add(measure(lab, variant, share, rate));
          shown.at(1);
        }
      }
    }
    return figures;
  }

  private Figure measure(Lab lab, Variant variant, double share, double rate)
      throws InterruptedException {
    // Of its own, since the live events go to the same topics.
    Log log = lab.load(load.load().atMost(MOST_LOG_EVENTS), events -> {});
    try (Lab.Running running = lab.start(variant, log, true, 0, load.jobs(), Optional.empty())) {
      running.awaitServing();
      LiveFeed.Seen seen;
      try (LiveFeed feed =
          new LiveFeed(lab.bootstrapServers(), lab.redisUri(), log.topics(), log.settings())) {
        seen = feed.run(rate, warmUp, seconds);
      }
      running.hangUp();
      RunResult ended = running.result(events -> {});
      if (ended.events() < log.settings().events()) {
        throw new BenchException("job " + variant.letter() + " did not read the log", null);
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

  private String table(double perSecond, List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "capacity of job d: %,.0f events/s; %.0f s each after %.0f s of warm-up, median of"
                + " %d%n%n",
            perSecond, seconds, warmUp, runs));
    text.append(
        line(
            "%-30s%7s%11s%9s%9s%9s%9s%9s%9s%9s%n",
            "job",
            "load",
            "events/s",
            "samples",
            "missing",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "× p50",
            "× p99"));
    for (Figure figure : figures) {
      Figure floor = floorOf(figure, figures);
      text.append(
          line(
              "%-30s%6.0f%%%,11.0f%,9d%,9d%9.1f%9.1f%9.1f%9.2f%9.2f%n",
              figure.variant().letter() + "  " + figure.variant().description(),
              figure.share() * 100,
              figure.sentPerSecond(),
              figure.samples(),
              figure.missing(),
              figure.millis50(),
              figure.millis99(),
              figure.millis999(),
              figure.millis50() / floor.millis50(),
              figure.millis99() / floor.millis99()));
    }
    return text.toString();
  }

  private static Figure floorOf(Figure figure, List<Figure> figures) {
    return figures.stream()
        .filter(other -> other.variant() == COMPARED.get(0) && other.share() == figure.share())
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode json(double perSecond, List<Figure> figures) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("capacity", perSecond).put("seconds", seconds).put("runs", runs);
    ArrayNode all = root.putArray("figures");
    for (Figure figure : figures) {
      ObjectNode node = mapper.valueToTree(figure);
      node.put("variant", figure.variant().letter());
      all.add(node);
    }
    return root;
  }

  private XYChart chart(List<Figure> figures) {
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(600)
            .title("From sent to seen")
            .xAxisTitle("share of events")
            .yAxisTitle("ms, at most")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(true);
    for (Figure figure : figures) {
      if (figure.samples() > 0) {
        chart
            .addSeries(
                line("%s at %.0f %%", figure.variant().letter(), figure.share() * 100),
                new double[] {0.5, 0.99, 0.999},
                DoubleStream.of(figure.millis50(), figure.millis99(), figure.millis999()).toArray())
            .setMarker(SeriesMarkers.CIRCLE);
      }
    }
    return chart;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

package dev.freshet.localstack.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.load.LoadSettings;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench growth}: what an event costs as users and items grow in number. */
@Command(
    name = "growth",
    sortOptions = false,
    header = "Measures a job's cost per event and its memory as users and items grow in number.",
    description = {
      "",
      "Multiplies the users, the items and the events of the log, and measures the job over the last"
          + " part of each log, as many events for every size, when the state has grown: from"
          + " the end of a checkpoint to the end of one after the last event, so that what these"
          + " events changed is written, and nothing else.",
      ""
    })
final class GrowthCommand implements Callable<Integer> {

  private static final double MIB = 1024.0 * 1024.0;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--factors",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,10,30",
      description = "How many times the users and items. By default ${DEFAULT-VALUE}.")
  private List<Integer> factors = List.of();

  @Option(
      names = "--most-events",
      paramLabel = "N",
      defaultValue = "4000000",
      description =
          "Longest log; with fewer events per user the state grows less. By default"
              + " ${DEFAULT-VALUE}.")
  private int mostEvents;

  @Option(
      names = "--only",
      paramLabel = "JOB",
      split = ",",
      defaultValue = "d",
      description = "Which jobs to run. By default ${DEFAULT-VALUE}.")
  private List<String> only = List.of();

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

  /** A job at one size, all its runs. */
  private record Size(Variant variant, int factor, Log log, List<Measured> runs) {

    private double median(ToDoubleFunction<Measured> figure) {
      return Medians.of(runs.stream().mapToDouble(figure).toArray());
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Variant> variants = variants();
    try (Lab lab = Lab.open()) {
      List<Size> sizes = measure(lab, variants);
      report.write(
          spec.commandLine().getOut(), table(sizes), json(sizes), () -> chart(sizes, variants));
      return ExitCode.OK;
    }
  }

  private List<Variant> variants() {
    try {
      load.load();
      if (runs < 1 || factors.stream().anyMatch(factor -> factor < 1) || mostEvents < 1) {
        throw new IllegalArgumentException("--runs, --factors and --most-events must be 1 or more");
      }
      return Variant.ofLetters(only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<Size> measure(Lab lab, List<Variant> variants) {
    Progress progress = new Progress(spec.commandLine().getErr());
    List<Size> sizes = new ArrayList<>();
    for (int factor : factors) {
      LoadSettings settings = load.load().times(factor).atMost(mostEvents);
      try (Progress.Task task = progress.begin("writing log ×" + factor, settings.events())) {
        Log log = lab.load(settings, task::at);
        variants.forEach(variant -> sizes.add(new Size(variant, factor, log, new ArrayList<>())));
      }
    }
    for (int run = 1; run <= runs; run++) {
      for (Size size : sizes) {
        String name =
            "run %d of %d, job %s ×%d".formatted(run, runs, size.variant().letter(), size.factor());
        int events = size.log().settings().events();
        try (Progress.Task task = progress.begin(name, events)) {
          size.runs()
              .add(
                  lab.run(
                      size.variant(),
                      size.log(),
                      events - measuredEvents(),
                      load.jobs(),
                      Optional.empty(),
                      task::at));
        }
      }
    }
    return sizes;
  }

  /** Alike for all sizes; the smallest log still needs a part to warm up on. */
  private long measuredEvents() {
    return Math.min(load.load().events(), mostEvents) / 2;
  }

  private String table(List<Size> sizes) {
    StringBuilder text = new StringBuilder();
    text.append(
        line("cost of the last %,d events of each log; median of %d%n%n", measuredEvents(), runs));
    text.append(
        line(
            "%4s%6s%11s%11s%9s%11s%10s%7s%10s%10s%10s%9s%9s%n",
            "job",
            "times",
            "events",
            "users",
            "items",
            "steady/s",
            "CPU s/M",
            "× 1st",
            "heap MiB",
            "RSS MiB",
            "chkp MiB",
            "B/user",
            "B/item"));
    for (Size size : sizes) {
      text.append(
          line(
              "%4s%6d%,11d%,11d%,9d%,11.0f%10.1f%7.2f%,10.0f%,10.0f%,10.0f%,9.0f%,9.0f%n",
              size.variant().letter(),
              size.factor(),
              size.log().settings().events(),
              size.log().users(),
              size.log().items(),
              size.median(Measured::steadyPerSecond),
              size.median(Measured::cpuPerMillion),
              size.median(Measured::cpuPerMillion)
                  / first(sizes, size.variant()).median(Measured::cpuPerMillion),
              size.median(run -> run.run().heapBytes() / MIB),
              size.median(run -> run.run().residentBytes() / MIB),
              size.median(run -> run.run().checkpointBytes() / MIB),
              size.median(Measured::bytesPerUser),
              size.median(Measured::bytesPerItem)));
    }
    return text.toString();
  }

  private static Size first(List<Size> sizes, Variant variant) {
    return sizes.stream().filter(size -> size.variant() == variant).findFirst().orElseThrow();
  }

  private ObjectNode json(List<Size> sizes) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("measuredEvents", measuredEvents()).put("runs", runs);
    ArrayNode all = root.putArray("sizes");
    for (Size size : sizes) {
      ObjectNode node =
          all.addObject()
              .put("job", size.variant().letter())
              .put("factor", size.factor())
              .put("events", size.log().settings().events())
              .put("users", size.log().users())
              .put("items", size.log().items())
              .put("steadyPerSecond", size.median(Measured::steadyPerSecond))
              .put("cpuSecondsPerMillion", size.median(Measured::cpuPerMillion))
              .put("bytesPerUser", size.median(Measured::bytesPerUser))
              .put("bytesPerItem", size.median(Measured::bytesPerItem));
      ArrayNode each = node.putArray("runs");
      size.runs().forEach(run -> each.add(mapper.<ObjectNode>valueToTree(run.run())));
    }
    return root;
  }

  private XYChart chart(List<Size> sizes, List<Variant> variants) {
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(600)
            .title("Cost per event as the state grows")
            .xAxisTitle("times the users and items")
            .yAxisTitle("CPU seconds per million events")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    for (Variant variant : variants) {
      List<Size> ofVariant = sizes.stream().filter(size -> size.variant() == variant).toList();
      chart.addSeries(
          variant.letter() + " " + variant.description(),
          ofVariant.stream().mapToDouble(Size::factor).toArray(),
          ofVariant.stream().mapToDouble(size -> size.median(Measured::cpuPerMillion)).toArray());
    }
    return chart;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

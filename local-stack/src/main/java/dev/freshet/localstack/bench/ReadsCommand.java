package dev.freshet.localstack.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.read.ReadPath;
import dev.freshet.localstack.bench.read.ReadPath.Figure;
import dev.freshet.localstack.bench.read.ReadPath.Way;
import dev.freshet.localstack.bench.read.ReadSettings;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench reads}: what the one call of a frontend costs. */
@Command(
    name = "reads",
    sortOptions = false,
    header = "Measures reads of recommendations, beside plain GETs of the same values.",
    description = {
      "",
      "Fills a Redis of its own with lists and a pulse as the recommendations job writes them for a"
          + " synthetic log, each list as of its user's last event, gives its server one core where"
          + " the machine has two and taskset, and reads at full speed from more and more"
          + " connections, by turns with GET rec:<user> and with FCALL_RO recommend, which ranks.",
      ""
    })
final class ReadsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "150",
      description =
          "recommendations.candidates.size: what a list holds at most. By default ${DEFAULT-VALUE}.")
  private int candidates;

  @Option(
      names = "--pulse",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "recommendations.pulse.size: what the pulse holds at most. By default ${DEFAULT-VALUE}.")
  private int pulse;

  @Option(
      names = "--places",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many items a call asks for. By default ${DEFAULT-VALUE}.")
  private int places;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many lists are read; the log has four times the users. By default ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--connections",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8,16",
      description = "Clients at the same time. By default ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16",
      description =
          "Commands that a client sends before it reads their replies. By default"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> pipelines = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "How long each figure is measured. By default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each; the median counts. By default ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--server",
      paramLabel = "FILE",
      description =
          "The redis-server to read from, version 7 or later. By default that of the tests, which"
              + " brings along a slower memory allocator than most others.")
  private @Nullable Path server;

  @Mixin private ReportOptions report = new ReportOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // Read by picocli alone.
  private boolean help;

  @Override
  public Integer call() throws IOException {
    requirePositive("--candidates", candidates);
    requirePositive("--pulse", pulse);
    requirePositive("--places", places);
    requirePositive("--users", users);
    requirePositive("--runs", runs);
    connections.forEach(number -> requirePositive("--connections", number));
    pipelines.forEach(number -> requirePositive("--pipeline", number));
    if (server != null && !Files.isExecutable(server)) {
      throw new ParameterException(spec.commandLine(), "--server must be a program, is " + server);
    }
    ReadSettings settings =
        new ReadSettings(users, candidates, pulse, places, (long) (seconds * 1000), 1);
    try (ReadPath path = filled(settings)) {
      List<Figure> figures = figures(path);
      report.write(
          spec.commandLine().getOut(),
          table(path, figures),
          json(path, figures),
          () -> chart(figures));
    }
    return ExitCode.OK;
  }

  private ReadPath filled(ReadSettings settings) {
    Progress progress = new Progress(spec.commandLine().getErr());
    try (Progress.Task task = progress.begin("writing lists", ReadPath.events(settings))) {
      return new ReadPath(settings, server, task::at);
    }
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " must be 1 or more, is " + value);
    }
  }

  private List<Figure> figures(ReadPath path) {
    Progress progress = new Progress(spec.commandLine().getErr());
    List<Figure> figures = new ArrayList<>();
    int cells = pipelines.size() * connections.size();
    try (Progress.Task task = progress.begin("reading", cells)) {
      for (int pipeline : pipelines) {
        for (int connection : connections) {
          figures.addAll(medians(path, connection, pipeline));
          task.at(figures.size() / 2);
        }
      }
    }
    return figures;
  }

  private List<Figure> medians(ReadPath path, int connection, int pipeline) {
    List<Figure> gets = new ArrayList<>();
    List<Figure> calls = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      gets.add(path.measure(Way.GET, connection, pipeline));
      calls.add(path.measure(Way.RECOMMEND, connection, pipeline));
    }
    return List.of(median(gets), median(calls));
  }

  private static Figure median(List<Figure> runs) {
    Figure first = runs.get(0);
    return new Figure(
        first.way(),
        first.connections(),
        first.pipeline(),
        median(runs, Figure::perSecond),
        median(runs, Figure::microsMedian),
        median(runs, Figure::micros99),
        median(runs, Figure::serverMicros));
  }

  private static double median(List<Figure> runs, ToDoubleFunction<Figure> figure) {
    return Medians.of(runs.stream().mapToDouble(figure).toArray());
  }

  private String table(ReadPath path, List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "%,d lists of %.0f candidates, %,d bytes; pulse of %d, %,d bytes; %d places asked for;"
                + " %s %s; median of %d%n%n",
            path.lists(),
            path.candidates(),
            path.recBytes(),
            pulse,
            path.pulseBytes(),
            places,
            path.server(),
            path.isPinned() ? "on one core of its own" : "not on a core of its own",
            runs));
    text.append(
        line(
            "%11s%9s%12s%9s%9s%9s%14s%9s%9s%9s%9s%n",
            "connections",
            "pipeline",
            "GET/s",
            "p50 µs",
            "p99 µs",
            "CPU µs",
            "recommend/s",
            "p50 µs",
            "p99 µs",
            "CPU µs",
            "of GET"));
    for (int i = 0; i < figures.size(); i += 2) {
      Figure get = figures.get(i);
      Figure call = figures.get(i + 1);
      text.append(
          line(
              "%11d%9d%,12.0f%,9.0f%,9.0f%9.1f%,14.0f%,9.0f%,9.0f%9.1f%9.3f%n",
              get.connections(),
              get.pipeline(),
              get.perSecond(),
              get.microsMedian(),
              get.micros99(),
              get.serverMicros(),
              call.perSecond(),
              call.microsMedian(),
              call.micros99(),
              call.serverMicros(),
              call.perSecond() / get.perSecond()));
    }
    text.append(
        line(
            "%np50, p99: from sending a batch of so many commands to its last reply. CPU: processor"
                + " time of the server for one read.%n"));
    return text.toString();
  }

  private ObjectNode json(ReadPath path, List<Figure> figures) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("candidates", path.candidates())
        .put("pulse", pulse)
        .put("places", places)
        .put("lists", path.lists())
        .put("recBytes", path.recBytes())
        .put("pulseBytes", path.pulseBytes())
        .put("server", path.server())
        .put("pinned", path.isPinned())
        .put("runs", runs);
    ArrayNode all = root.putArray("figures");
    figures.forEach(figure -> all.add(mapper.<ObjectNode>valueToTree(figure)));
    return root;
  }

  private XYChart chart(List<Figure> figures) {
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(600)
            .title("Reads per second, server on one core")
            .xAxisTitle("connections")
            .yAxisTitle("reads/s")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    for (Way way : Way.values()) {
      for (int pipeline : pipelines) {
        List<Figure> line =
            figures.stream()
                .filter(figure -> figure.way() == way && figure.pipeline() == pipeline)
                .toList();
        chart.addSeries(
            way.name().toLowerCase(Locale.ROOT) + ", pipeline " + pipeline,
            line.stream().mapToDouble(Figure::connections).toArray(),
            line.stream().mapToDouble(Figure::perSecond).toArray());
      }
    }
    return chart;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

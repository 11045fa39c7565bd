package dev.freshet.localstack.bench.reads;

import dev.freshet.localstack.bench.lab.Medians;
import dev.freshet.localstack.bench.reads.ReadPath.Figure;
import dev.freshet.localstack.bench.reads.ReadPath.Way;
import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.Usage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Measures reads from more and more connections. */
final class Reads {

  private final Plan plan;
  private final PrintWriter err;

  /**
   * What is measured.
   *
   * @param server the program to read from, or null for that of the tests
   * @param connections clients at the same time
   * @param pipelines commands that each sends at once
   * @param runs of each
   */
  record Plan(
      ReadSettings settings,
      @Nullable Path server,
      List<Integer> connections,
      List<Integer> pipelines,
      int runs) {

    Plan {
      Usage.require(
          server == null || Files.isExecutable(server), "--server must be a program, is " + server);
      connections.forEach(number -> Usage.atLeast(1, "--connections", number));
      pipelines.forEach(number -> Usage.atLeast(1, "--pipeline", number));
    }

    /** How lists are read, by turns. */
    List<Way> ways() {
      List<Way> ways = new ArrayList<>(List.of(Way.GET, Way.RECOMMEND));
      if (settings.experiments()) {
        ways.add(Way.VARIANT);
      }
      if (settings.rules()) {
        ways.add(Way.RULES);
      }
      if (settings.tags()) {
        ways.add(Way.TAGS);
      }
      return ways;
    }
  }

  /**
   * @param err learns what is being measured
   */
  Reads(Plan plan, PrintWriter err) {
    this.plan = plan;
    this.err = err;
  }

  /** Measures all of it. */
  ReadsReport measure() {
    try (ReadPath path = filled()) {
      return new ReadsReport(plan, path.facts(), figures(path));
    }
  }

  private ReadPath filled() {
    try (Progress task = Progress.of("writing lists", ReadPath.events(plan.settings()), err)) {
      return new ReadPath(plan.settings(), plan.server(), task::at);
    }
  }

  private List<Figure> figures(ReadPath path) {
    List<Figure> figures = new ArrayList<>();
    int cells = plan.pipelines().size() * plan.connections().size();
    try (Progress task = Progress.of("reading", cells, err)) {
      for (int pipeline : plan.pipelines()) {
        for (int connection : plan.connections()) {
          figures.addAll(medians(path, connection, pipeline));
          task.at(figures.size() / plan.ways().size());
        }
      }
    }
    return figures;
  }

  private List<Figure> medians(ReadPath path, int connection, int pipeline) {
    Map<Way, List<Figure>> figures = new EnumMap<>(Way.class);
    for (int run = 0; run < plan.runs(); run++) {
      for (Way way : plan.ways()) {
        figures
            .computeIfAbsent(way, none -> new ArrayList<>())
            .add(path.measure(way, connection, pipeline));
      }
    }
    return figures.values().stream().map(Reads::median).toList();
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
}

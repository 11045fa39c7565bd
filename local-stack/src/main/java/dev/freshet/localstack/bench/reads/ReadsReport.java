package dev.freshet.localstack.bench.reads;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.reads.ReadPath.Figure;
import dev.freshet.localstack.bench.reads.ReadPath.Way;
import dev.freshet.localstack.report.Charts;
import dev.freshet.localstack.report.Report;
import dev.freshet.localstack.report.Text;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/** What reads cost; each plain {@code GET} is followed by the calls. */
record ReadsReport(Reads.Plan plan, ReadPath.Facts path, List<Figure> figures) implements Report {

  @Override
  public String table() {
    Text text = new Text();
    text.add(
        "%,d lists of %.0f candidates, %,d bytes; pulse of %d, %,d bytes; %d places asked for;"
            + " %s %s; median of %d%n%n",
        path.lists(),
        path.candidates(),
        path.recBytes(),
        plan.settings().pulse(),
        path.pulseBytes(),
        plan.settings().places(),
        path.server(),
        path.isPinned() ? "on one core of its own" : "not on a core of its own",
        plan.runs());
    text.add(
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
        "of GET");
    int ways = plan.ways().size();
    for (int i = 0; i < figures.size(); i += ways) {
      Figure get = figures.get(i);
      Figure call = figures.get(i + 1);
      text.add(
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
          call.perSecond() / get.perSecond());
    }
    if (plan.settings().experiments()) {
      addCalls(text, Way.VARIANT, "With PLACEMENT and WITHVARIANT, an experiment running");
    }
    if (plan.settings().rules()) {
      addCalls(text, Way.RULES, "With a pulse that has rules of 1,000 items");
    }
    if (plan.settings().tags()) {
      addCalls(text, Way.TAGS, "With NOT, which leaves out half of the catalogue");
    }
    text.add(
        "%np50, p99: from sending a batch of so many commands to its last reply. CPU: processor"
            + " time of the server for one read.%n");
    return text.toString();
  }

  /** A further way to call, compared with the usual call. */
  private void addCalls(Text text, Way way, String heading) {
    text.add(
        "%n%s:%n%n%11s%9s%12s%9s%9s%9s%14s%n",
        heading,
        "connections",
        "pipeline",
        "recommend/s",
        "p50 µs",
        "p99 µs",
        "CPU µs",
        "of recommend");
    int ways = plan.ways().size();
    for (int i = plan.ways().indexOf(way); i < figures.size(); i += ways) {
      Figure usual = figures.get(i / ways * ways + 1);
      Figure call = figures.get(i);
      text.add(
          "%11d%9d%,12.0f%,9.0f%,9.0f%9.1f%14.3f%n",
          call.connections(),
          call.pipeline(),
          call.perSecond(),
          call.microsMedian(),
          call.micros99(),
          call.serverMicros(),
          call.perSecond() / usual.perSecond());
    }
  }

  @Override
  public ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("candidates", path.candidates())
        .put("pulse", plan.settings().pulse())
        .put("places", plan.settings().places())
        .put("lists", path.lists())
        .put("recBytes", path.recBytes())
        .put("pulseBytes", path.pulseBytes())
        .put("server", path.server())
        .put("pinned", path.isPinned())
        .put("runs", plan.runs());
    ArrayNode all = root.putArray("figures");
    figures.forEach(figure -> all.add(mapper.<ObjectNode>valueToTree(figure)));
    return root;
  }

  @Override
  public XYChart chart() {
    XYChart chart =
        Charts.lines(1000, 600, "Reads per second, server on one core", "connections", "reads/s");
    for (Way way : plan.ways()) {
      for (int pipeline : plan.pipelines()) {
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
}

package dev.freshet.localstack.bench.freshness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.bench.freshness.Freshness.Figure;
import dev.freshet.localstack.report.Charts;
import dev.freshet.localstack.report.Report;
import dev.freshet.localstack.report.Text;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How fresh Redis was.
 *
 * @param capacity of job d, events a second
 */
record FreshnessReport(Freshness.Plan plan, double capacity, List<Figure> figures)
    implements Report {

  @Override
  public String table() {
    Text text = new Text();
    text.add(
        "capacity of job d: %,.0f events/s; %.0f s each after %.0f s of warm-up, median of"
            + " %d%n%n",
        capacity, plan.seconds(), plan.warmUpSeconds(), plan.runs());
    text.add(
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
        "× p99");
    for (Figure figure : figures) {
      Figure floor = floorOf(figure);
      text.add(
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
          figure.millis99() / floor.millis99());
    }
    return text.toString();
  }

  private Figure floorOf(Figure figure) {
    return figures.stream()
        .filter(
            other ->
                other.variant() == Freshness.COMPARED.get(0) && other.share() == figure.share())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("capacity", capacity).put("seconds", plan.seconds()).put("runs", plan.runs());
    ArrayNode all = root.putArray("figures");
    for (Figure figure : figures) {
      ObjectNode node = mapper.valueToTree(figure);
      node.put("variant", figure.variant().letter());
      all.add(node);
    }
    return root;
  }

  @Override
  public XYChart chart() {
    XYChart chart = Charts.lines(1000, 600, "From sent to seen", "share of events", "ms, at most");
    chart.getStyler().setYAxisLogarithmic(true);
    for (Figure figure : figures) {
      if (figure.samples() > 0) {
        chart
            .addSeries(
                Text.of("%s at %.0f %%", figure.variant().letter(), figure.share() * 100),
                new double[] {0.5, 0.99, 0.999},
                DoubleStream.of(figure.millis50(), figure.millis99(), figure.millis999()).toArray())
            .setMarker(SeriesMarkers.CIRCLE);
      }
    }
    return chart;
  }
}

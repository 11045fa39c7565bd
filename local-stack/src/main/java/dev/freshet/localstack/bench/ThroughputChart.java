package dev.freshet.localstack.bench;

import dev.freshet.localstack.bench.job.Variant;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The throughput of jobs as bars, on a logarithmic scale. */
final class ThroughputChart {

  private ThroughputChart() {}

  static CategoryChart of(Throughput throughput) {
    List<Variant> variants = throughput.variants();
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1000)
            .height(600)
            .title("Events per second, median")
            .yAxisTitle("events/s")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(true);
    // Bars begin at zero unless told otherwise, which a logarithm does not have.
    chart.getStyler().setYAxisMin(decadeBelow(throughput));
    List<String> names =
        variants.stream().map(variant -> variant.letter() + " " + variant.description()).toList();
    chart.addSeries(
        "total",
        names,
        variants.stream().map(v -> throughput.median(v, Measured::totalPerSecond)).toList());
    chart.addSeries(
        "steady",
        names,
        variants.stream().map(v -> throughput.median(v, Measured::steadyPerSecond)).toList());
    return chart;
  }

  private static double decadeBelow(Throughput throughput) {
    double slowest =
        throughput.variants().stream()
            .mapToDouble(variant -> throughput.median(variant, Measured::totalPerSecond))
            .min()
            .orElse(1.0);
    return Math.pow(10.0, Math.floor(Math.log10(slowest) - 0.3));
  }
}

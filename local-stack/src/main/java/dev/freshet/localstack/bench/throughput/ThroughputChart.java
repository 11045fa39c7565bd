package dev.freshet.localstack.bench.throughput;

import dev.freshet.localstack.bench.job.Variant;
import dev.freshet.localstack.bench.lab.Measured;
import dev.freshet.localstack.report.Charts;
import java.util.List;
import org.knowm.xchart.CategoryChart;

/** The throughput of jobs as bars, on a logarithmic scale. */
final class ThroughputChart {

  private ThroughputChart() {}

  static CategoryChart of(Throughput throughput) {
    List<Variant> variants = throughput.variants();
    CategoryChart chart = Charts.bars(1000, 600, "Events per second, median", "events/s");
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

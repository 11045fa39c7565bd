package dev.freshet.localstack.evaluate.stickiness;

import dev.freshet.localstack.evaluate.stickiness.StickinessEvaluation.Ranked;
import dev.freshet.localstack.report.Charts;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a log: how right the return probability is, and how well users are ranked. */
final class StickinessChart {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 500;

  private StickinessChart() {}

  /** One chart below the other. */
  static List<XYChart> of(StickinessEvaluation evaluation) {
    return List.of(calibration(evaluation), curves(evaluation));
  }

  private static XYChart calibration(StickinessEvaluation evaluation) {
    XYChart chart =
        chart(
            evaluation.replay().name() + ": return probability by tenth",
            "expected",
            "returned within 7 days");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
    double[] diagonal = {0.0, 1.0};
    chart.addSeries("right", diagonal, diagonal).setMarker(SeriesMarkers.NONE);
    List<Returns.Bin> bins = evaluation.calibration();
    if (!bins.isEmpty()) {
      chart.addSeries(
          "observed",
          bins.stream().mapToDouble(Returns.Bin::expected).toArray(),
          bins.stream().mapToDouble(Returns.Bin::observed).toArray());
    }
    return chart;
  }

  private static XYChart curves(StickinessEvaluation evaluation) {
    XYChart chart = chart("AUC (7 d) at each weekly cut-off", "cut-off", "AUC");
    for (Ranked approach : evaluation.ranked()) {
      List<Integer> cutOffs = new ArrayList<>();
      List<Double> areas = new ArrayList<>();
      for (int cutOff = 0; cutOff < evaluation.cutOffs(); cutOff++) {
        double area = Returns.areaUnderCurve(evaluation.at(approach, cutOff));
        // There is none of a week in which everybody came, or nobody.
        if (!Double.isNaN(area)) {
          cutOffs.add(cutOff + 1);
          areas.add(area);
        }
      }
      // An empty line has no place in a chart: XChart refuses it.
      if (!areas.isEmpty()) {
        chart.addSeries(approach.approach(), cutOffs, areas).setMarker(SeriesMarkers.NONE);
      }
    }
    return chart;
  }

  private static XYChart chart(String title, String xTitle, String yTitle) {
    XYChart chart = Charts.lines(WIDTH, HEIGHT, title, xTitle, yTitle);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    return chart;
  }
}

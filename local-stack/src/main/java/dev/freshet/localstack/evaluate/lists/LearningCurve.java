package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.lists.Evaluation.WeightSample;
import dev.freshet.localstack.report.Charts;
import dev.freshet.scoring.model.Signal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a log: how often lists hit as the log goes on, and how Freshet's weights moved. */
final class LearningCurve {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 500;
  private static final int WINDOWS = 50;

  /** Fewer choices make a hit rate jump without meaning. */
  private static final int SMALLEST_WINDOW = 20;

  private LearningCurve() {}

  /** One chart below the other. */
  static List<XYChart> of(Evaluation evaluation) {
    return List.of(hits(evaluation), weights(evaluation));
  }

  private static XYChart hits(Evaluation evaluation) {
    int choices = evaluation.choices().size();
    int window = Math.max(SMALLEST_WINDOW, (choices + WINDOWS - 1) / WINDOWS);
    XYChart chart =
        chart(evaluation.replay().name() + ": HR@20 of each " + window + " choices", "hit rate");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    double[] lastEvents = lastEvents(evaluation.choices(), window);
    for (Outcome outcome : evaluation.outcomes()) {
      addLine(chart, outcome.approach(), lastEvents, hitRates(outcome.ranks(), window));
    }
    return chart;
  }

  private static XYChart weights(Evaluation evaluation) {
    List<WeightSample> samples = evaluation.weights();
    XYChart chart = chart("Weights of Freshet's signals", "weight");
    double[] events = samples.stream().mapToDouble(WeightSample::event).toArray();
    // The constant ranks nothing, and its weight is far from all others.
    for (Signal signal : EnumSet.complementOf(EnumSet.of(Signal.CONSTANT))) {
      double[] weights =
          samples.stream().mapToDouble(sample -> sample.weights()[signal.index()]).toArray();
      addLine(chart, signal.label(), events, weights);
    }
    return chart;
  }

  /** An empty line has no place in a chart: XChart refuses it. */
  private static void addLine(XYChart chart, String name, double[] x, double[] y) {
    if (x.length > 0) {
      chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
    }
  }

  private static XYChart chart(String title, String yTitle) {
    return Charts.lines(WIDTH, HEIGHT, title, "events learned", yTitle);
  }

  /** The hit rate of each full or last window of choices, in their order, 0–1. */
  static double[] hitRates(int[] ranks, int window) {
    double[] rates = new double[(ranks.length + window - 1) / window];
    for (int i = 0; i < rates.length; i++) {
      int to = Math.min(ranks.length, (i + 1) * window);
      rates[i] = Metrics.of(Arrays.copyOfRange(ranks, i * window, to)).hitRate20();
    }
    return rates;
  }

  private static double[] lastEvents(List<Integer> choices, int window) {
    double[] events = new double[(choices.size() + window - 1) / window];
    for (int i = 0; i < events.length; i++) {
      events[i] = choices.get(Math.min(choices.size(), (i + 1) * window) - 1);
    }
    return events;
  }
}

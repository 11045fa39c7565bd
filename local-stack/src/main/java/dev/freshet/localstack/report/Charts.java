package dev.freshet.localstack.report;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts that look alike, and files of them. */
public final class Charts {

  private Charts() {}

  /** An empty chart of lines, in pixels. */
  public static XYChart lines(int width, int height, String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /** An empty chart of bars, in pixels. */
  public static CategoryChart bars(int width, int height, String title, String y) {
    CategoryChart chart =
        new CategoryChartBuilder().width(width).height(height).title(title).yAxisTitle(y).build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /** Writes a PNG of charts, one below the other. */
  public static void write(List<? extends Chart<?, ?>> charts, Path file) throws IOException {
    // Set before the first use of AWT: there need not be a screen.
    System.setProperty("java.awt.headless", "true");
    try (OutputStream png = Files.newOutputStream(file)) {
      BitmapEncoder.saveBitmap(
          List.copyOf(charts), charts.size(), 1, png, BitmapEncoder.BitmapFormat.PNG);
    }
  }
}

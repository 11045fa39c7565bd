package dev.freshet.localstack.metrics;

import dev.freshet.localstack.report.Charts;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The panels of a dashboard, drawn side by side. */
public final class DashboardPicture {

  private static final int COLUMNS = 3;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 320;

  /** Lines that can be named below a panel. */
  private static final int FEW = 4;

  /** Lines that can be named beside a panel. */
  private static final int MOST_NAMED = 15;

  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 9);

  private final List<XYChart> charts = new ArrayList<>();

  /** Adds a panel; without lines it is left out. */
  public void add(Monitoring.Panel panel, Map<String, List<double[]>> lines) {
    if (lines.isEmpty()) {
      return;
    }
    XYChart chart = Charts.lines(WIDTH, HEIGHT, panel.title(), "seconds", panel.unit());
    chart
        .getStyler()
        .setLegendPosition(lines.size() > FEW ? LegendPosition.OutsideE : LegendPosition.OutsideS)
        .setLegendFont(SMALL)
        .setLegendPadding(2)
        .setPlotContentSize(0.95);
    int named = 0;
    for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
      draw(chart, line.getKey(), line.getValue(), named++ < MOST_NAMED);
    }
    charts.add(chart);
  }

  private static void draw(XYChart chart, String legend, List<double[]> points, boolean isNamed) {
    chart
        .addSeries(
            legend,
            points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray())
        .setMarker(SeriesMarkers.NONE)
        .setShowInLegend(isNamed);
  }

  /** Writes it as PNG. */
  public void write(Path file) throws IOException {
    // Set before the first use of AWT: there need not be a screen.
    System.setProperty("java.awt.headless", "true");
    int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage picture =
        new BufferedImage(COLUMNS * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      int left = i % COLUMNS * WIDTH;
      int top = i / COLUMNS * HEIGHT;
      pen.drawImage(BitmapEncoder.getBufferedImage(charts.get(i)), left, top, null);
    }
    pen.dispose();
    ImageIO.write(picture, "png", file.toFile());
  }
}

package dev.freshet.localstack.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import picocli.CommandLine.Option;

/** Where the figures go. */
final class ReportOptions {

  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures as JSON; with - to standard output, in place of the table.")
  private @Nullable String json;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw the figures.")
  private @Nullable Path plot;

  void write(PrintWriter out, String table, ObjectNode figures, Supplier<Chart<?, ?>> chart)
      throws IOException {
    if (!STANDARD_OUTPUT.equals(json)) {
      out.print(table);
    }
    if (json != null) {
      String text =
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures)
              + "\n";
      if (json.equals(STANDARD_OUTPUT)) {
        out.print(text);
      } else {
        Files.writeString(Path.of(json), text);
      }
    }
    out.flush();
    if (plot != null) {
      try (OutputStream png = Files.newOutputStream(plot)) {
        BitmapEncoder.saveBitmap(List.of(chart.get()), 1, 1, png, BitmapEncoder.BitmapFormat.PNG);
      }
    }
  }
}

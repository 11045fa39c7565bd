package dev.freshet.localstack.bench.lab;

import dev.freshet.localstack.command.JsonOption;
import dev.freshet.localstack.command.PlotOption;
import dev.freshet.localstack.report.Charts;
import dev.freshet.localstack.report.Report;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;

/** Where the figures go. */
public final class ReportOptions {

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private PlotOption plot = new PlotOption();

  /**
   * Looks for the folder before the work rather than after it.
   *
   * @throws FileNotFoundException if the folder of a file that is wanted does not exist
   */
  public void requireFolders() throws FileNotFoundException {
    json.requireFolder();
    plot.requireFolder();
  }

  public void write(PrintWriter out, Report report) throws IOException {
    if (!json.replacesText()) {
      out.print(report.table());
      out.flush();
    }
    json.write(report.json(), out);
    if (plot.file().isPresent()) {
      Charts.write(List.of(report.chart()), plot.file().get());
    }
  }
}

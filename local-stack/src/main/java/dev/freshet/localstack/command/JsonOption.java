package dev.freshet.localstack.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --json}: results for programs. */
public final class JsonOption {

  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results as JSON; with - to standard output, in place of the text.")
  private @Nullable String file;

  /** Whether JSON takes the place of what people read. */
  public boolean replacesText() {
    return STANDARD_OUTPUT.equals(file);
  }

  /**
   * Looks for the folder before the work rather than after it.
   *
   * @throws FileNotFoundException if the folder of the file does not exist
   */
  public void requireFolder() throws FileNotFoundException {
    OutputFolder.require(file == null || replacesText() ? null : Path.of(file));
  }

  /** Writes the results where they are wanted, if they are. */
  public void write(JsonNode results, PrintWriter out) throws IOException {
    if (replacesText()) {
      out.print(results.toPrettyString() + "\n");
      out.flush();
    } else if (file != null) {
      Files.writeString(Path.of(file), results.toPrettyString() + "\n");
    }
  }
}

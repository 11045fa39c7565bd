package dev.freshet.localstack.command;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --plot}: results as a picture. */
public final class PlotOption {

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw the results.")
  private @Nullable Path file;

  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Looks for the folder before the work rather than after it.
   *
   * @throws FileNotFoundException if the folder of the file does not exist
   */
  public void requireFolder() throws FileNotFoundException {
    OutputFolder.require(file);
  }
}

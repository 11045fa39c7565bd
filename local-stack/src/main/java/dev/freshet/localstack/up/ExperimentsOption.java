package dev.freshet.localstack.up;

import dev.freshet.localstack.experiments.ExperimentFiles;
import dev.freshet.scoring.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --experiments} of commands that run a platform. */
public final class ExperimentsOption {

  @Option(
      names = "--experiments",
      paramLabel = "FILE",
      description =
          "Run the experiments in this file, rather than one that comes along. May be repeated.")
  private List<Path> files = List.of();

  /**
   * The experiments. Those that do not say from when they run do so from now on.
   *
   * @throws dev.freshet.localstack.command.CommandException telling what cannot be used
   */
  public List<Experiment> experiments() throws IOException {
    Instant now = Instant.now();
    ExperimentFiles read =
        files.isEmpty()
            ? ExperimentFiles.beside(ExperimentsOption.class, "experiments.yaml", now)
            : ExperimentFiles.read(files, now);
    return read.orFail();
  }
}

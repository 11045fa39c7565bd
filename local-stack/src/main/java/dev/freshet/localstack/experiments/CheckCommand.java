package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code experiments check}: tells what is wrong with experiments, and where. */
@Command(
    name = "check",
    header = {
      "Tells what is wrong with experiments, and which of them cannot run side by side: file, line,"
          + " column and what."
    },
    description = "")
final class CheckCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiments in YAML.")
  private List<Path> files = List.of();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    ExperimentFiles read = ExperimentFiles.read(files, Instant.now());
    read.problems().forEach(console.out()::println);
    console
        .out()
        .printf(
            "%d experiments can be used, %d cannot%n",
            read.experiments().size(), read.problems().size());
    console.out().flush();
    return read.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}

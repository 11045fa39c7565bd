package dev.freshet.localstack.diff;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link DiffCommand} by itself. */
public final class Diff {

  private Diff() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new DiffCommand()).setParameterExceptionHandler(new UsageErrors());
  }
}

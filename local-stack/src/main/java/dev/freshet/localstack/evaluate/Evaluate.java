package dev.freshet.localstack.evaluate;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs {@link EvaluateCommand} by itself. */
public final class Evaluate {

  private Evaluate() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, which answers wrong usage in two lines rather than with the whole help. */
  static CommandLine commandLine() {
    return new CommandLine(new EvaluateCommand())
        .setParameterExceptionHandler(
            (e, ignored) -> {
              e.getCommandLine().getErr().println("evaluate: " + e.getMessage());
              e.getCommandLine().getErr().println("Try evaluate --help.");
              return ExitCode.USAGE;
            });
  }
}

package dev.freshet.localstack.up;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs {@link UpCommand} by itself. */
public final class Up {

  private Up() {}

  public static void main(String[] args) {
    int exitCode = commandLine().execute(args);
    // Leaves at once: what still runs in the background are threads of libraries.
    Runtime.getRuntime().halt(exitCode);
  }

  /** The command, which answers wrong usage in two lines rather than with the whole help. */
  static CommandLine commandLine() {
    return new CommandLine(new UpCommand())
        .setParameterExceptionHandler(
            (e, ignored) -> {
              e.getCommandLine().getErr().println("up: " + e.getMessage());
              e.getCommandLine().getErr().println("Try up --help.");
              return ExitCode.USAGE;
            });
  }
}

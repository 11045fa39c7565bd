package dev.freshet.localstack.up;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs {@link UpCommand} by itself. */
public final class Up {

  private Up() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
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

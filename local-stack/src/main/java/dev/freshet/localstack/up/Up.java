package dev.freshet.localstack.up;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link UpCommand} by itself. */
public final class Up {

  private Up() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new UpCommand()).setParameterExceptionHandler(new UsageErrors());
  }
}

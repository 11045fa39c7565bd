package dev.freshet.localstack.replay;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link ReplayCommand} by itself. */
public final class Replay {

  private Replay() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ReplayCommand())
        .setParameterExceptionHandler(new UsageErrors())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}

package dev.freshet.localstack.run;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link RunCommand} by itself. */
public final class Run {

  private Run() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new RunCommand())
        .setParameterExceptionHandler(new UsageErrors())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}

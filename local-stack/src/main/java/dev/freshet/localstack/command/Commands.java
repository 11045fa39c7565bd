package dev.freshet.localstack.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Makes commands read arguments, and fail, in the same way. */
public final class Commands {

  private Commands() {}

  /** A command that can be executed. */
  public static CommandLine line(Callable<Integer> command) {
    Failures failures = new Failures();
    return new CommandLine(command)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}

package dev.freshet.localstack.evaluate;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link EvaluateCommand} by itself. */
public final class Evaluate {

  private Evaluate() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new EvaluateCommand()).setParameterExceptionHandler(new UsageErrors());
  }
}

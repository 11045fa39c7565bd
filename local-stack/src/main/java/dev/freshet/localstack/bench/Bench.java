package dev.freshet.localstack.bench;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link BenchCommand} by itself. */
public final class Bench {

  private Bench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new BenchFailures());
  }
}

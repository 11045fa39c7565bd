package dev.freshet.localstack.record;

import dev.freshet.localstack.UsageErrors;
import picocli.CommandLine;

/** Runs {@link RecordCommand} by itself. */
public final class RecordTopics {

  private RecordTopics() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new RecordCommand()).setParameterExceptionHandler(new UsageErrors());
  }
}

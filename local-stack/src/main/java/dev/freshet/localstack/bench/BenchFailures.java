package dev.freshet.localstack.bench;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells in one line why a bench could not go on; what it does not know keeps its stack trace. */
final class BenchFailures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result)
      throws Exception {
    if (!(e instanceof BenchException || e instanceof UncheckedIOException)) {
      throw e;
    }
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
    err.flush();
    return ExitCode.SOFTWARE;
  }
}

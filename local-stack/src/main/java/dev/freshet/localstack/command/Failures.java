package dev.freshet.localstack.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * How every command fails: a line {@code command: reason} on standard error. The exit code is 2 for
 * wrong usage and 1 for all else. What nobody foresaw keeps its stack trace.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    return refuse(e.getCommandLine(), e);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result)
      throws Exception {
    if (e instanceof UsageException) {
      return refuse(command, e);
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return fail(command, "interrupted");
    }
    if (e instanceof CommandException
        || e instanceof IOException
        || e instanceof UncheckedIOException) {
      return fail(command, reason(e));
    }
    throw e;
  }

  private static int refuse(CommandLine command, Exception e) {
    String name = command.getCommandSpec().qualifiedName();
    tell(command, name + ": " + e.getMessage(), "Try " + name + " --help.");
    return ExitCode.USAGE;
  }

  private static int fail(CommandLine command, String reason) {
    tell(command, command.getCommandSpec().qualifiedName() + ": " + reason);
    return ExitCode.SOFTWARE;
  }

  private static void tell(CommandLine command, String... lines) {
    PrintWriter err = command.getErr();
    for (String line : lines) {
      err.println(line);
    }
    err.flush();
  }

  /** The exceptions of the file system have but the file's name for a message. */
  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": does not exist";
    }
    if (e instanceof FileSystemException failed) {
      String reason =
          Optional.ofNullable(failed.getReason()).orElse(failed.getClass().getSimpleName());
      return failed.getFile() + ": " + reason;
    }
    return String.valueOf(e.getMessage());
  }
}

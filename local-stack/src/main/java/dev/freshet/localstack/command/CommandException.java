package dev.freshet.localstack.command;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot go on, for a reason that the person who runs it should read. Ends the command
 * with exit code 1.
 */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and where, in a line
   */
  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

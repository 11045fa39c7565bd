package dev.freshet.localstack.command;

/** An argument of a command is wrong. Ends the command with exit code 2. */
public final class UsageException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message names the option or the key, and says what would be right
   */
  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}

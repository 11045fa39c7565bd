package dev.freshet.localstack.up;

/** The stack cannot start or go on, for a reason that a person can do something about. */
final class StackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StackException(String message) {
    super(message);
  }

  StackException(String message, Throwable cause) {
    super(message, cause);
  }
}

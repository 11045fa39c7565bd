package dev.freshet.scoring.engagement;

/** A condition could not be evaluated, such as one that divides by zero. */
public final class ConditionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConditionException(String message, Throwable cause) {
    super(message, cause);
  }
}

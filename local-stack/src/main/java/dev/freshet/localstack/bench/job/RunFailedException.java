package dev.freshet.localstack.bench.job;

/** A run did not come to its end. */
public final class RunFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}

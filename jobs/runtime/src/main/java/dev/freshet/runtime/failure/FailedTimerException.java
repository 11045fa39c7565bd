package dev.freshet.runtime.failure;

import java.time.Instant;

/** An operator has failed at a timer. */
final class FailedTimerException extends Exception {

  private static final long serialVersionUID = 1L;

  FailedTimerException(String operator, long atMillis, Throwable cause) {
    super(
        "%s has failed at a timer of %s".formatted(operator, Instant.ofEpochMilli(atMillis)),
        cause);
  }
}

package dev.freshet.runtime.failure;

import java.time.Instant;

/** An operator has failed at a timer, or at a key that it came to by itself. */
final class FailedTimerException extends Exception {

  private static final long serialVersionUID = 1L;

  FailedTimerException(String operator, long atMillis, Throwable cause) {
    super(
        "%s has failed at a timer of %s".formatted(operator, Instant.ofEpochMilli(atMillis)),
        cause);
  }

  FailedTimerException(String operator, Errand errand, Throwable cause) {
    super("%s has failed at a key that it was to %s".formatted(operator, errand.verb()), cause);
  }
}

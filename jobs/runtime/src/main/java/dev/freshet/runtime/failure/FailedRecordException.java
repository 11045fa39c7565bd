package dev.freshet.runtime.failure;

/** An operator has failed on a record. */
final class FailedRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  FailedRecordException(long origin, Throwable cause) {
    super(
        "an operator has failed on the record at "
            + Origins.text(origin, System.currentTimeMillis()),
        cause);
  }
}

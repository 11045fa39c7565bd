package dev.freshet.localstack.log;

/** A row tells the time in another way than the rows before it: no row can be trusted. */
final class MixedTimesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MixedTimesException(String message) {
    super(message, null, false, false);
  }
}

package dev.freshet.localstack.log;

/** A row cannot be used, for a reason. */
final class BadRowException extends Exception {

  private final String reason;

  BadRowException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}

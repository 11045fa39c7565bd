package dev.freshet.engagement;

/** A rule or an audience that the job cannot use; the message tells why. */
public final class UnusableRuleException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableRuleException(String message) {
    super(message);
  }

  UnusableRuleException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.freshet.runtime.record;

/** A record cannot be used. */
public final class RejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  RejectedException(RejectionReason reason, String detail) {
    // It is thrown for each bad record and caught at once: a stack trace would cost and tell
    // nothing.
    super(detail, null, false, false);
    rejection = new Rejection(reason, detail);
  }

  /** Why it cannot be used. */
  public Rejection rejection() {
    return rejection;
  }
}

package dev.freshet.runtime.start;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** A job would do harm if it ran. It fails, and is not started again by itself. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StartRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The choice of those who would rather have the events again than the state. */
  public static final String BEGIN_AGAIN =
      "begin without state and read everything again: without execution.state-recovery.path, with"
          + " --kafka.start earliest";

  /**
   * @param cause why it would do harm
   * @param choices what may be done about it, each in a line
   */
  public StartRefusedException(String cause, String... choices) {
    super(cause + " Choose:\n  " + String.join("\n  ", choices));
  }
}

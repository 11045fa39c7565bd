package dev.freshet.runtime.kafka;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** A job would do harm if it ran. It fails, and is not started again by itself. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class StartRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartRefusedException(String message) {
    super(message);
  }
}

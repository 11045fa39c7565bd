package dev.freshet.localstack.bench.catalogue;

import org.jspecify.annotations.Nullable;

/** The job failed, or did not get on, while something was measured. */
final class SetbackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String phase;

  SetbackException(String phase, String reason, @Nullable Exception cause) {
    super(reason, cause);
    this.phase = phase;
  }

  /** What was being done. */
  String phase() {
    return phase;
  }
}

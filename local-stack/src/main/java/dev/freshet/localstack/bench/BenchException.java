package dev.freshet.localstack.bench;

import org.jspecify.annotations.Nullable;

/** The bench cannot go on, for a reason that the person running it should read. */
final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BenchException(String message, @Nullable Exception cause) {
    super(message, cause);
  }
}

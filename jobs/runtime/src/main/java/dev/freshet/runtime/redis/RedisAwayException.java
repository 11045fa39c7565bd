package dev.freshet.runtime.redis;

import org.jspecify.annotations.Nullable;

/** Redis cannot do it now, but may later: the work is to be repeated. */
final class RedisAwayException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean outOfMemory;

  RedisAwayException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private RedisAwayException(String message, @Nullable Throwable cause, boolean outOfMemory) {
    super(message, cause);
    this.outOfMemory = outOfMemory;
  }

  /** What is left has not been done, because it needs memory that Redis does not have. */
  static RedisAwayException outOfMemory() {
    return new RedisAwayException("it is out of memory", null, true);
  }

  boolean isOutOfMemory() {
    return outOfMemory;
  }
}

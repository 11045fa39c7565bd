package dev.freshet.runtime.redis;

/** Redis will never do it: repeating is of no use, somebody has to change something. */
final class RedisRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RedisRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.freshet.runtime.redis;

/** Redis cannot do it now, but may later: the work is to be repeated. */
final class RedisAwayException extends Exception {

  private static final long serialVersionUID = 1L;

  RedisAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.freshet.runtime.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Why something could not be done.
 *
 * @param isReply whether Redis said so, or else the connection failed
 * @param message what Redis said, which begins with a code in capitals, or what became of the
 *     connection
 */
record RedisError(boolean isReply, String message) {

  private static final String OUT_OF_MEMORY = "OOM";
  private static final String FUNCTION_NOT_FOUND = "Function not found";

  /** Codes of replies that change without anybody changing an option. */
  private static final Set<String> PASSING =
      Set.of(
          "ASK",
          "BUSY",
          "CLUSTERDOWN",
          "LOADING",
          "MASTERDOWN",
          "MISCONF",
          "MOVED",
          "NOREPLICAS",
          OUT_OF_MEMORY,
          "READONLY",
          "TRYAGAIN",
          "UNBLOCKED");

  /** The same for replies that have the code of every other error. */
  private static final Set<String> PASSING_WORDS =
      Set.of("max number of clients reached", FUNCTION_NOT_FOUND);

  private static final Set<String> UNKNOWN_USER = Set.of("NOAUTH", "WRONGPASS");

  /** What our own function replies to those whose place another has taken. */
  private static final String FENCED = "FENCED";

  static RedisError of(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return new RedisError(false, "no answer in time");
    }
    return causes(failure)
        .filter(RedisCommandExecutionException.class::isInstance)
        .findFirst()
        .map(reply -> new RedisError(true, String.valueOf(reply.getMessage())))
        .orElseGet(() -> new RedisError(false, String.valueOf(root(failure).getMessage())));
  }

  /** All that led to a failure. Of several nodes that were asked, each has left one suppressed. */
  private static Stream<Throwable> causes(Throwable failure) {
    Stream<Throwable> before =
        Stream.concat(
            Stream.ofNullable(failure.getCause()), Arrays.stream(failure.getSuppressed()));
    return Stream.concat(Stream.of(failure), before.flatMap(RedisError::causes));
  }

  private static Throwable root(Throwable failure) {
    return causes(failure)
        .filter(cause -> cause.getCause() == null && cause.getSuppressed().length == 0)
        .findFirst()
        .orElse(failure);
  }

  /** Whether the same may work later. */
  boolean isPassing() {
    return !isReply
        || PASSING.contains(code())
        || PASSING_WORDS.stream().anyMatch(message::contains);
  }

  /** Whether Redis refuses what needs memory, while it still deletes. */
  boolean isOutOfMemory() {
    return isReply && code().equals(OUT_OF_MEMORY);
  }

  boolean isFunctionNotFound() {
    return isReply && message.contains(FUNCTION_NOT_FOUND);
  }

  /** Whether Redis refuses just this one command, and may do the next. */
  boolean isOfOneCommand() {
    return isReply && !isPassing() && !UNKNOWN_USER.contains(code()) && !code().equals(FENCED);
  }

  /** What an operator can do, in words to append; empty if that is not known. */
  String remedy() {
    if (code().equals("NOPERM") || UNKNOWN_USER.contains(code())) {
      return "; check redis.username, redis.password and the rights of the user";
    }
    if (code().equals(FENCED)) {
      return "; if this happens again and again, two jobs of one name write under one redis.prefix";
    }
    if (code().equals("WRONGTYPE")) {
      return "; the key is not ours: delete it, or set redis.prefix";
    }
    if (message.contains("already exists")) {
      return "; another library has a function of this name: FUNCTION LIST shows it, FUNCTION"
          + " DELETE removes it";
    }
    return message.contains("unknown command") ? "; Redis 7 or newer is needed" : "";
  }

  private String code() {
    return message.split(" ", 2)[0];
  }
}

package dev.freshet.runtime.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What lies in Redis beside the documents and is lost when they are.
 *
 * @param generation when the documents were last published all anew, epoch milliseconds; each
 *     generation's is higher than those before
 * @param run that of the server which the marker was written to
 * @param evicted the keys which that server had thrown out by then
 */
record GenerationMarker(long generation, String run, long evicted) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) (\\S+) (\\d{1,18})");

  /** The marker of this text, or null if it is none. */
  static @Nullable GenerationMarker parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? new GenerationMarker(
            Long.parseLong(parts.group(1)), parts.group(2), Long.parseLong(parts.group(3)))
        : null;
  }

  static GenerationMarker of(long generation, RedisServer server) {
    return new GenerationMarker(generation, server.run(), server.evicted());
  }

  /** Whether documents that were there with this marker are missing because memory ran out. */
  boolean isBeforeEvictionAt(RedisServer server) {
    // While there is no room, what is published again throws out something else.
    return run.equals(server.run()) && server.evicted() > evicted && server.hasRoom();
  }

  /** The text in Redis. */
  @Override
  public String toString() {
    return generation + " " + run + " " + evicted;
  }
}

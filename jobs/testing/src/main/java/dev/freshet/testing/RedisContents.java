package dev.freshet.testing;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Everything that a Redis holds, in a form that can be compared. */
public final class RedisContents {

  private static final Pattern HASH_TAG = Pattern.compile("^\\{[^}]*}");

  private final RedisCommands<String, String> redis;
  private Map<String, String> last = Map.of();

  /** What a Redis holds, to be looked at several times. */
  public RedisContents(RedisCommands<String, String> redis) {
    this.redis = redis;
  }

  /** Looks, and tells whether everything is as it was when looked at before. */
  public boolean areAsBefore() {
    Map<String, String> before = last;
    last = of(redis);
    return last.equals(before);
  }

  /** What was there when {@link #areAsBefore} last looked. */
  public Map<String, String> last() {
    return last;
  }

  /** What each key holds that is a document: neither marker nor fence. */
  public static Map<String, String> of(RedisCommands<String, String> redis) {
    Map<String, String> contents = new TreeMap<>();
    for (String key : redis.keys("*")) {
      String name = HASH_TAG.matcher(key).replaceFirst("");
      if (!name.equals("generation") && !name.startsWith("fence:")) {
        contents.put(key, value(redis, key));
      }
    }
    return contents;
  }

  private static String value(RedisCommands<String, String> redis, String key) {
    return switch (redis.type(key)) {
      case "string" -> String.valueOf(redis.get(key));
      case "hash" -> new TreeMap<>(redis.hgetall(key)).toString();
      case "zset" -> redis.zrangeWithScores(key, 0, -1).toString();
      default -> "";
    };
  }
}

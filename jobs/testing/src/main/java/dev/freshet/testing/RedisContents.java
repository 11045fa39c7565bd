package dev.freshet.testing;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a Redis holds, in a form that can be compared. */
public final class RedisContents {

  private RedisContents() {}

  /** What each key holds that is a document: neither marker nor fence. */
  public static Map<String, String> of(RedisCommands<String, String> redis) {
    Map<String, String> contents = new TreeMap<>();
    for (String key : redis.keys("*")) {
      if (!key.equals("generation") && !key.startsWith("fence:")) {
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

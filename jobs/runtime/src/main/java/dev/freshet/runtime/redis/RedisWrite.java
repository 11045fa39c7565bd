package dev.freshet.runtime.redis;

import java.util.Map;

/**
 * One key to be written. A later write of a key replaces an earlier one, so that writing it again
 * changes nothing.
 *
 * @param key the whole key
 * @param value the string to set; empty if {@code fields} are set instead
 * @param fields the fields of the hash to set; empty for a string
 * @param ttlMillis time to live of a string, or 0 for ever
 */
public record RedisWrite(String key, String value, Map<String, String> fields, long ttlMillis) {

  /** Sets a string; {@code ttlMillis} 0 keeps it for ever. */
  public static RedisWrite set(String key, String value, long ttlMillis) {
    return new RedisWrite(key, value, Map.of(), ttlMillis);
  }

  /** Sets all these fields of a hash at once; there must be at least one. */
  public static RedisWrite hash(String key, Map<String, String> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("a hash without fields cannot be set: " + key);
    }
    return new RedisWrite(key, "", fields, 0L);
  }
}

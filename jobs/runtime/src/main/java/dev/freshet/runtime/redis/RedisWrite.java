package dev.freshet.runtime.redis;

import java.util.Map;

/**
 * One key, or one member of a sorted set or field of a hash, to be written. A later write of it
 * replaces an earlier one, so that writing it again changes nothing.
 *
 * @param key the whole key
 * @param kind what is done to it
 * @param value the string to set, the member of the sorted set, or the one field of the hash; empty
 *     for a hash as a whole
 * @param fields the fields of the hash to set, or the one; empty for anything else
 * @param ttlMillis time to live of a string or hash, or 0 for ever
 * @param score the member's score
 * @param most how many members a sorted set may have, the lowest scores leave first
 * @param eventMillis when the event occurred that it follows from, to measure how long that takes
 * @param arrivedMillis when that event came to Kafka, or 0 if no single event is waited for
 */
public record RedisWrite(
    String key,
    Kind kind,
    String value,
    Map<String, String> fields,
    long ttlMillis,
    double score,
    long most,
    long eventMillis,
    long arrivedMillis) {

  /** What is done to a key. */
  public enum Kind {
    STRING,
    HASH,
    /** The member enters the sorted set, or moves in it. */
    MEMBER,
    /** The member leaves the sorted set. */
    NO_MEMBER,
    /** The key is removed. */
    NOTHING,
    /** One field of the hash is set, the others stay. */
    FIELD,
    /** One field leaves the hash. */
    NO_FIELD
  }

  /** Sets a string; {@code ttlMillis} 0 keeps it for ever. */
  public static RedisWrite set(String key, String value, long ttlMillis) {
    return new RedisWrite(key, Kind.STRING, value, Map.of(), ttlMillis, 0.0, 0L, 0L, 0L);
  }

  /** Sets all these fields of a hash at once; there must be at least one. */
  public static RedisWrite hash(String key, Map<String, String> fields) {
    return hash(key, fields, 0L);
  }

  /** Sets all these fields of a hash at once; {@code ttlMillis} 0 leaves its time to live alone. */
  public static RedisWrite hash(String key, Map<String, String> fields, long ttlMillis) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("a hash without fields cannot be set: " + key);
    }
    return new RedisWrite(key, Kind.HASH, "", fields, ttlMillis, 0.0, 0L, 0L, 0L);
  }

  /** Puts a member into a sorted set, of which the {@code most} with the highest scores stay. */
  public static RedisWrite member(String key, String member, double score, long most) {
    return new RedisWrite(key, Kind.MEMBER, member, Map.of(), 0L, score, most, 0L, 0L);
  }

  /** Takes a member out of a sorted set. */
  public static RedisWrite noMember(String key, String member) {
    return new RedisWrite(key, Kind.NO_MEMBER, member, Map.of(), 0L, 0.0, 0L, 0L, 0L);
  }

  /** Sets one field of a hash that has no time to live, and leaves the others alone. */
  public static RedisWrite field(String key, String field, String value) {
    return new RedisWrite(key, Kind.FIELD, field, Map.of(field, value), 0L, 0.0, 0L, 0L, 0L);
  }

  /** Takes one field out of a hash. */
  public static RedisWrite noField(String key, String field) {
    return new RedisWrite(key, Kind.NO_FIELD, field, Map.of(), 0L, 0.0, 0L, 0L, 0L);
  }

  /** Removes a key. */
  public static RedisWrite delete(String key) {
    return new RedisWrite(key, Kind.NOTHING, "", Map.of(), 0L, 0.0, 0L, 0L, 0L);
  }

  /**
   * The same write, of which is told from what event it follows.
   *
   * @param arrived when the event came to Kafka, or 0 or less if that is not known
   */
  public RedisWrite causedBy(long atMillis, long arrived) {
    return arrived > 0
        ? new RedisWrite(key, kind, value, fields, ttlMillis, score, most, atMillis, arrived)
        : this;
  }

  /** Whether it is told from what event it follows. */
  boolean hasCause() {
    return arrivedMillis > 0;
  }

  /** This write in the place of one that was not sent, whose event waits all the same. */
  RedisWrite insteadOf(RedisWrite unsent) {
    boolean isEarlier = unsent.arrivedMillis < arrivedMillis || !hasCause();
    return unsent.hasCause() && isEarlier
        ? causedBy(unsent.eventMillis, unsent.arrivedMillis)
        : this;
  }

  /** Characters of the key and of what it holds; bytes, where all of them are ASCII. */
  long characters() {
    long sum = (long) key.length() + value.length();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      sum += (long) field.getKey().length() + field.getValue().length();
    }
    return sum;
  }

  /** Whether it takes away, which needs no memory. */
  boolean isRemoval() {
    return kind == Kind.NO_MEMBER || kind == Kind.NO_FIELD || kind == Kind.NOTHING;
  }

  /** What the write replaces: two writes with the same target are one. */
  String target() {
    return switch (kind) {
      case MEMBER, NO_MEMBER, FIELD, NO_FIELD -> key + '\n' + value;
      case STRING, HASH, NOTHING -> key;
    };
  }
}

package dev.freshet.runtime.state;

import java.io.Serializable;

/**
 * How much one task may keep decoded of one state.
 *
 * @param entries most values kept
 * @param serializedBytes most bytes that the values kept would take serialized; what a value has
 *     grown by counts from the next checkpoint on
 * @param option key of the option that enlarges the cache, or empty if it is not known
 */
public record CacheLimits(int entries, long serializedBytes, String option)
    implements Serializable {

  public CacheLimits {
    if (entries < 1) {
      throw new IllegalArgumentException("a cache must hold at least 1 entry, was " + entries);
    }
    if (serializedBytes < 1) {
      throw new IllegalArgumentException(
          "a cache must hold at least 1 byte, was " + serializedBytes);
    }
  }

  /** Limits of which is not known what sets them. */
  public CacheLimits(int entries, long serializedBytes) {
    this(entries, serializedBytes, "");
  }

  /** The same limits, with the key of the option that enlarges them. */
  public CacheLimits setBy(String key) {
    return new CacheLimits(entries, serializedBytes, key);
  }

  /** Limits by the number of values alone, for values whose size is itself bounded. */
  public static CacheLimits ofEntries(int entries) {
    return new CacheLimits(entries, Long.MAX_VALUE);
  }
}

package dev.freshet.runtime.state;

import java.io.Serializable;

/**
 * How much one task may keep decoded of one state.
 *
 * @param entries most values kept
 * @param packedBytes most bytes that the values kept would take packed; what a value has grown by
 *     counts from the next checkpoint on
 * @param option key of the option that enlarges the cache, or empty if it is not known
 */
public record CacheLimits(int entries, long packedBytes, String option) implements Serializable {

  public CacheLimits {
    if (entries < 1) {
      throw new IllegalArgumentException("a cache must hold at least 1 entry, was " + entries);
    }
    if (packedBytes < 1) {
      throw new IllegalArgumentException("a cache must hold at least 1 byte, was " + packedBytes);
    }
  }

  /** Limits of which is not known what sets them. */
  public CacheLimits(int entries, long packedBytes) {
    this(entries, packedBytes, "");
  }

  /** The same limits, with the key of the option that enlarges them. */
  public CacheLimits setBy(String key) {
    return new CacheLimits(entries, packedBytes, key);
  }

  /** Limits by the number of values alone, for values whose size is itself bounded. */
  public static CacheLimits ofEntries(int entries) {
    return new CacheLimits(entries, Long.MAX_VALUE);
  }
}

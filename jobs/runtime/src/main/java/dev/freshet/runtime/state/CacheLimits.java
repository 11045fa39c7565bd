package dev.freshet.runtime.state;

import java.io.Serializable;

/**
 * How much one task may keep decoded of one state.
 *
 * @param entries most values kept
 * @param packedBytes most bytes that the values kept would take packed; what a value has grown by
 *     counts from the next checkpoint on
 */
public record CacheLimits(int entries, long packedBytes) implements Serializable {

  public CacheLimits {
    if (entries < 1) {
      throw new IllegalArgumentException("a cache must hold at least 1 entry, was " + entries);
    }
    if (packedBytes < 1) {
      throw new IllegalArgumentException("a cache must hold at least 1 byte, was " + packedBytes);
    }
  }

  /** Limits by the number of values alone, for values whose size is itself bounded. */
  public static CacheLimits ofEntries(int entries) {
    return new CacheLimits(entries, Long.MAX_VALUE);
  }
}

package dev.freshet.runtime.state;

/**
 * Tells when a cache is too small for what is asked of it: when too much had to be loaded that had
 * made room before. Counts accesses, and asks for no time.
 */
final class CacheWatch {

  /** Accesses after which they are judged. */
  static final int WINDOW = 10_000;

  /** One access in so many may have to load its value. */
  private static final int ONE_IN = 4;

  private static final long PAUSE_MILLIS = 60_000;
  private static final long NEVER = Long.MIN_VALUE;

  private boolean hasEvicted;
  private int accesses;
  private int hits;
  private int reloads;
  private long toldMillis = NEVER;

  /** Of all accesses, how many found their value in the cache; of the last whole window. */
  private volatile double hitRate = 1.0;

  private int reloadPercent;
  private boolean isTooSmall;

  void hit() {
    hits++;
    count();
  }

  /** There was no such value. */
  void missed() {
    count();
  }

  /** The value had to be loaded. While the cache fills up it could not be otherwise. */
  void loaded() {
    reloads += hasEvicted ? 1 : 0;
    count();
  }

  void evicted() {
    hasEvicted = true;
  }

  private void count() {
    if (++accesses == WINDOW) {
      hitRate = (double) hits / WINDOW;
      reloadPercent = 100 * reloads / WINDOW;
      isTooSmall = reloads > WINDOW / ONE_IN;
      accesses = 0;
      hits = 0;
      reloads = 0;
    }
  }

  double hitRate() {
    return hitRate;
  }

  /** Of the last whole window, how many accesses in a hundred had to load what had made room. */
  int reloadPercent() {
    return reloadPercent;
  }

  /**
   * Whether somebody is to be told that the cache is too small: once for a window that shows it,
   * and not again within a minute.
   */
  boolean isToBeTold(long nowMillis) {
    if (!isTooSmall || (toldMillis != NEVER && nowMillis - toldMillis < PAUSE_MILLIS)) {
      return false;
    }
    isTooSmall = false;
    toldMillis = nowMillis;
    return true;
  }
}

package dev.freshet.runtime.time;

import org.jspecify.annotations.Nullable;

/**
 * Knows since when event time has been standing still, and what it is by the clock on the wall,
 * which carries it on from where it stopped: as fast as that clock goes, never to what it shows, so
 * that a log of old events is replayed in its own time.
 */
final class Standstill {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final long quietMillis;

  /** Since when it is known that nothing comes, at the earliest: before, nobody was there. */
  private final long openedMillis;

  private long watermark = UNKNOWN;
  private long sinceMillis = UNKNOWN;

  /**
   * @param quietMillis for how long event time must have stood still to be carried on
   * @param nowMillis what the clock on the wall shows
   */
  Standstill(long quietMillis, long nowMillis) {
    this.quietMillis = quietMillis;
    openedMillis = nowMillis;
  }

  /** Event time has come to a moment. */
  void moved(long watermark, long nowMillis) {
    this.watermark = watermark;
    sinceMillis = nowMillis;
  }

  /** The moment that event time has come to, or the least of all if it is not known. */
  long watermarkMillis() {
    return watermark;
  }

  /** When event time is to be carried on, by the clock on the wall, if nothing moves it before. */
  long alarmMillis() {
    return Math.max(sinceMillis, openedMillis) + quietMillis;
  }

  /** Whether event time is to be carried on at a moment of the clock on the wall. */
  boolean isCarriedOn(long nowMillis) {
    return watermark != UNKNOWN && nowMillis >= alarmMillis();
  }

  /** Event time if it is carried on. */
  long carriedMillis(long nowMillis) {
    return watermark + Math.max(0, nowMillis - sinceMillis);
  }

  /** How far event time may have come by either clock, or the least of all if it is not known. */
  long latestMillis(long nowMillis) {
    return watermark == UNKNOWN ? UNKNOWN : carriedMillis(nowMillis);
  }

  /** What is to be known after a restore, or null if nothing is known. */
  long @Nullable [] snapshot() {
    return watermark == UNKNOWN ? null : new long[] {watermark, sinceMillis};
  }

  /** Takes over what a task knew before a restore. Of several the one counts that came furthest. */
  void restore(long[] snapshot) {
    if (snapshot[0] > watermark) {
      watermark = snapshot[0];
      sinceMillis = snapshot[1];
    }
  }
}

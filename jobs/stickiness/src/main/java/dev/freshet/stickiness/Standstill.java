package dev.freshet.stickiness;

import org.apache.flink.streaming.api.TimerService;

/**
 * Knows for how long event time has been standing still. What it knows is of the task, not of a
 * key: one user's silence is none as long as others move time.
 */
final class Standstill {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private long watermark = UNKNOWN;
  private long sinceMillis = UNKNOWN;

  /**
   * For how long event time is known to stand still, milliseconds of processing time. An alarm that
   * rings while it moves, as it does when a backlog is read, has to wait.
   */
  long millis(TimerService time) {
    long now = time.currentProcessingTime();
    if (sinceMillis == UNKNOWN || time.currentWatermark() > watermark) {
      watermark = time.currentWatermark();
      sinceMillis = now;
    }
    return now - sinceMillis;
  }
}

package dev.freshet.runtime.time;

import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Event time before all others, by which a source says that it is read from now on: sources that
 * stay together with it wait for what comes, and who waits for its event time for a while counts
 * from here.
 */
public final class StartMark {

  /** Not the least of all, which stands for none. */
  public static final long MILLIS = Long.MIN_VALUE + 1L;

  private StartMark() {}

  /** Whether it is that, which tells nothing of when something occurred. */
  static boolean is(Watermark mark) {
    return mark.getTimestamp() == MILLIS;
  }
}

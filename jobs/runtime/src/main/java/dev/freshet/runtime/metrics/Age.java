package dev.freshet.runtime.metrics;

import java.time.Clock;
import org.apache.flink.metrics.Gauge;

/**
 * How long ago a moment is by the clock, milliseconds; 0 as long as there is none. One thread sets
 * it, any may ask.
 */
public final class Age implements Gauge<Long> {

  private static final long NONE = Long.MIN_VALUE;

  private final Clock clock;
  private volatile long sinceMillis = NONE;

  public Age() {
    this(Clock.systemUTC());
  }

  public Age(Clock clock) {
    this.clock = clock;
  }

  /** It is the age of this moment, epoch milliseconds. */
  public void since(long millis) {
    sinceMillis = millis;
  }

  /** It is the age of this moment, unless it is that of an earlier one. */
  public void sinceEarlier(long millis) {
    if (sinceMillis == NONE || millis < sinceMillis) {
      sinceMillis = millis;
    }
  }

  /** It is the age of now. */
  public void begin() {
    sinceMillis = clock.millis();
  }

  /** There is nothing that ages. */
  public void end() {
    sinceMillis = NONE;
  }

  @Override
  public Long getValue() {
    long since = sinceMillis;
    return since == NONE ? 0L : Math.max(0L, clock.millis() - since);
  }
}

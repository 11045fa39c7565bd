package dev.freshet.runtime.kafka;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Sources whose event times stay together: whichever is ahead of another one by more than a drift
 * is not read until that has followed, so that no more than the drift waits in state where one of
 * them is joined with another. A source that is silent holds nobody back, once it is idle.
 *
 * @param group a name that those have in common which stay together
 * @param drift how far one may be ahead, event time; zero for any distance
 */
public record SourceAlignment(String group, Duration drift) {

  /** Each source is read as fast as it goes. */
  public static final SourceAlignment NONE = new SourceAlignment("", Duration.ZERO);

  /** How often the sources hear of each other: an event time of a drift passes in it at most. */
  private static final Duration ANNOUNCED = Duration.ofMillis(500);

  <T> WatermarkStrategy<T> of(WatermarkStrategy<T> time) {
    return drift.isZero() ? time : time.withWatermarkAlignment(group, drift, ANNOUNCED);
  }
}

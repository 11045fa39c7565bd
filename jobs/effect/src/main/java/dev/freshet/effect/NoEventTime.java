package dev.freshet.effect;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Event time of a stream that has none, and must not hold back the streams beside it. */
final class NoEventTime<T> implements WatermarkGenerator<T> {

  private NoEventTime() {}

  static <T> WatermarkStrategy<T> strategy() {
    return WatermarkStrategy.forGenerator(context -> new NoEventTime<>());
  }

  @Override
  public void onEvent(T record, long atMillis, WatermarkOutput output) {
    output.markIdle();
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.markIdle();
  }
}

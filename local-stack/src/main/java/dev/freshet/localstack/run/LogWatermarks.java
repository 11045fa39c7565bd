package dev.freshet.localstack.run;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.Arrival;
import dev.freshet.runtime.kafka.ArrivalWatermarks;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The watermarks of a job, but one after each event, and told to {@link UnderWay}. */
final class LogWatermarks {

  private LogWatermarks() {}

  static WatermarkStrategy<Arrival> of(RuntimeSettings.Events settings, String run) {
    WatermarkStrategy<Arrival> usual = ArrivalWatermarks.ofInteractions(settings);
    return WatermarkStrategy.forGenerator(
            context ->
                new AfterEachEvent(usual.createWatermarkGenerator(context), UnderWay.of(run)))
        .withTimestampAssigner(usual);
  }

  private record AfterEachEvent(WatermarkGenerator<Arrival> usual, UnderWay underWay)
      implements WatermarkGenerator<Arrival> {

    @Override
    public void onEvent(Arrival arrival, long atMillis, WatermarkOutput output) {
      usual.onEvent(arrival, atMillis, output);
      usual.onPeriodicEmit(new Told(output, underWay));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  private record Told(WatermarkOutput output, UnderWay underWay) implements WatermarkOutput {

    @Override
    public void emitWatermark(Watermark watermark) {
      underWay.sent(watermark.getTimestamp());
      output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      output.markIdle();
    }

    @Override
    public void markActive() {
      output.markActive();
    }
  }
}

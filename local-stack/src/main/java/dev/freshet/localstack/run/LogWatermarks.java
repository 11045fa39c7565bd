package dev.freshet.localstack.run;

import dev.freshet.runtime.kafka.RecordWatermarks;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The watermarks of a job, but one after each event, and told to {@link UnderWay}. */
final class LogWatermarks {

  private LogWatermarks() {}

  static WatermarkStrategy<DecodedRecord> of(EventSettings settings, String run) {
    WatermarkStrategy<DecodedRecord> usual = RecordWatermarks.ofInteractions(settings);
    return WatermarkStrategy.forGenerator(
            context ->
                new AfterEachEvent(usual.createWatermarkGenerator(context), UnderWay.of(run)))
        .withTimestampAssigner(usual);
  }

  private record AfterEachEvent(WatermarkGenerator<DecodedRecord> usual, UnderWay underWay)
      implements WatermarkGenerator<DecodedRecord> {

    @Override
    public void onEvent(DecodedRecord arrival, long atMillis, WatermarkOutput output) {
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

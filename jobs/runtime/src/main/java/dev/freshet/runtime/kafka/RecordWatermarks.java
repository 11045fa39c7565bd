package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** How event time advances with what arrives. */
public final class RecordWatermarks {

  private RecordWatermarks() {}

  /** Event time of one partition follows its good events; a silent partition holds nobody back. */
  public static WatermarkStrategy<DecodedRecord> ofInteractions(EventSettings settings) {
    WatermarkStrategy<DecodedRecord> bounded =
        WatermarkStrategy.<DecodedRecord>forBoundedOutOfOrderness(settings.maxOutOfOrderness())
            .withIdleness(settings.idleTimeout());
    return WatermarkStrategy.forGenerator(
            context -> new GoodEventsOnly(bounded.createWatermarkGenerator(context)))
        .withTimestampAssigner(
            (record, kafkaMillis) ->
                record.interaction() == null ? kafkaMillis : record.interaction().atMillis());
  }

  /**
   * Neither a rejected record nor an item of the catalogue advances event time or keeps its
   * partition from being idle.
   */
  private record GoodEventsOnly(WatermarkGenerator<DecodedRecord> good)
      implements WatermarkGenerator<DecodedRecord> {

    @Override
    public void onEvent(DecodedRecord record, long atMillis, WatermarkOutput output) {
      if (record.interaction() != null) {
        good.onEvent(record, atMillis, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      good.onPeriodicEmit(new OnceThereIsOne(output));
    }
  }

  /**
   * A generator that has seen nothing says so with the least of all watermarks, by which a
   * partition of the catalogue would no longer be idle.
   */
  private record OnceThereIsOne(WatermarkOutput output) implements WatermarkOutput {

    @Override
    public void emitWatermark(Watermark watermark) {
      if (watermark.getTimestamp() != Long.MIN_VALUE) {
        output.emitWatermark(watermark);
      }
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

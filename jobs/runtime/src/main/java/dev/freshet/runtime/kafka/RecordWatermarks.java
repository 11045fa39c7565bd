package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.scoring.event.EventTime;
import java.io.Serializable;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** How event time advances with what arrives. */
public final class RecordWatermarks {

  private RecordWatermarks() {}

  /** Event time of one partition follows its good events; a silent partition holds nobody back. */
  public static WatermarkStrategy<DecodedRecord> ofInteractions(EventSettings settings) {
    return of(
        settings,
        record -> record.interaction() == null ? EventTime.NEVER : record.interaction().atMillis());
  }

  /** The same for what users were shown. */
  public static WatermarkStrategy<DecodedExposure> ofExposures(EventSettings settings) {
    return of(
        settings,
        record -> record.exposure() == null ? EventTime.NEVER : record.exposure().atMillis());
  }

  private static <T> WatermarkStrategy<T> of(EventSettings settings, EventMillis<T> events) {
    WatermarkStrategy<T> bounded =
        WatermarkStrategy.<T>forBoundedOutOfOrderness(settings.maxOutOfOrderness())
            .withIdleness(settings.idleTimeout());
    return WatermarkStrategy.<T>forGenerator(
            context -> new GoodEventsOnly<>(bounded.createWatermarkGenerator(context), events))
        .withTimestampAssigner(
            (record, kafkaMillis) -> {
              long atMillis = events.of(record);
              return atMillis == EventTime.NEVER ? kafkaMillis : atMillis;
            });
  }

  /** When a record's event occurred, or {@link EventTime#NEVER} if it has no good one. */
  @FunctionalInterface
  private interface EventMillis<T> extends Serializable {

    long of(T record);
  }

  /**
   * Neither a rejected record nor an item of the catalogue advances event time or keeps its
   * partition from being idle.
   */
  private record GoodEventsOnly<T>(WatermarkGenerator<T> good, EventMillis<T> events)
      implements WatermarkGenerator<T> {

    @Override
    public void onEvent(T record, long atMillis, WatermarkOutput output) {
      if (events.of(record) != EventTime.NEVER) {
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

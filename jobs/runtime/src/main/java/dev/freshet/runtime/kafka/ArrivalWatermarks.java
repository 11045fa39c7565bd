package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** How event time advances with what arrives. */
public final class ArrivalWatermarks {

  private ArrivalWatermarks() {}

  /** Event time of one partition follows its good events; a silent partition holds nobody back. */
  public static WatermarkStrategy<Arrival> ofInteractions(RuntimeSettings.Events settings) {
    WatermarkStrategy<Arrival> bounded =
        WatermarkStrategy.<Arrival>forBoundedOutOfOrderness(settings.maxOutOfOrderness())
            .withIdleness(settings.idleTimeout());
    return WatermarkStrategy.forGenerator(
            context -> new GoodEventsOnly(bounded.createWatermarkGenerator(context)))
        .withTimestampAssigner(
            (arrival, kafkaMillis) ->
                arrival.interaction() == null ? kafkaMillis : arrival.interaction().atMillis());
  }

  /** The catalogue has no event time: it never holds back what users did. */
  static WatermarkStrategy<Arrival> ofCatalogue() {
    return WatermarkStrategy.forGenerator(context -> new AlwaysIdle());
  }

  /** A rejected record neither advances event time nor keeps its partition from being idle. */
  private record GoodEventsOnly(WatermarkGenerator<Arrival> good)
      implements WatermarkGenerator<Arrival> {

    @Override
    public void onEvent(Arrival arrival, long atMillis, WatermarkOutput output) {
      if (arrival.interaction() != null) {
        good.onEvent(arrival, atMillis, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      good.onPeriodicEmit(output);
    }
  }

  /** Declares itself idle again and again. */
  private static final class AlwaysIdle implements WatermarkGenerator<Arrival> {

    @Override
    public void onEvent(Arrival arrival, long atMillis, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}

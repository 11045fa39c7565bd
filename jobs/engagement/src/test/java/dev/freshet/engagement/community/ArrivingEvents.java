package dev.freshet.engagement.community;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.kafka.RecordWatermarks;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What happens in a community, as it is read on Flink. */
public final class ArrivingEvents {

  private ArrivingEvents() {}

  /** The catalogue, then these events as they arrive; time goes on with each of them. */
  public static EventStreams read(
      StreamExecutionEnvironment env, List<Interaction> arriving, RuntimeSettings runtime) {
    DataStream<DecodedRecord> log =
        env.fromData(
                TypeInformation.of(DecodedRecord.class),
                Stream.concat(
                        CommunityLife.catalogue().stream()
                            .map(item -> DecodedRecord.of(RawRecord.gone("items", 0, 0L), item)),
                        arriving.stream().map(ArrivingEvents::arrival))
                    .toArray(DecodedRecord[]::new))
            .uid("log")
            .setParallelism(1)
            .assignTimestampsAndWatermarks(afterEachEvent(runtime.events()))
            .uid("time")
            .setParallelism(1);
    return EventStreams.clean(log, runtime.kafka().topics(), runtime.events(), ItemLimits.NONE);
  }

  private static DecodedRecord arrival(Interaction event) {
    String topic = event.kind() == InteractionKind.STUDY ? "study" : "comments";
    return DecodedRecord.of(RawRecord.gone(topic, 0, 0L), event);
  }

  private static WatermarkStrategy<DecodedRecord> afterEachEvent(EventSettings settings) {
    WatermarkStrategy<DecodedRecord> usual = RecordWatermarks.ofInteractions(settings);
    return WatermarkStrategy.<DecodedRecord>forGenerator(
            context -> new AfterEachEvent(usual.createWatermarkGenerator(context)))
        .withTimestampAssigner(usual);
  }

  private record AfterEachEvent(WatermarkGenerator<DecodedRecord> usual)
      implements WatermarkGenerator<DecodedRecord> {

    @Override
    public void onEvent(DecodedRecord arrival, long atMillis, WatermarkOutput output) {
      usual.onEvent(arrival, atMillis, output);
      usual.onPeriodicEmit(output);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}

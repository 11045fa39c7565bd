package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.scoring.event.ListExposure;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The topic of what users were shown. It has no part in event time. */
public final class ExposureTopic {

  private ExposureTopic() {}

  /**
   * What was read.
   *
   * @param exposures what users were shown, in the order of each partition
   * @param rejected records that cannot be used
   */
  public record Streams(DataStream<ListExposure> exposures, DataStream<RejectedRecord> rejected) {}

  /** Reads it from where the job starts, if the settings name it. */
  public static Optional<Streams> read(
      StreamExecutionEnvironment env, KafkaSettings kafka, EventSettings events) {
    if (!kafka.topics().hasExposures()) {
      return Optional.empty();
    }
    SingleOutputStreamOperator<ListExposure> exposures =
        env.fromSource(
                source(kafka, events),
                WatermarkStrategy.forGenerator(context -> new AlwaysIdle()),
                "Read exposures")
            .uid("exposures")
            .process(new ExposureReader(events))
            .returns(ListExposure.class)
            .uid("exposure-records")
            .name("Check exposures");
    return Optional.of(new Streams(exposures, exposures.getSideOutput(ExposureReader.REJECTED)));
  }

  private static KafkaSource<RawRecord> source(KafkaSettings kafka, EventSettings events) {
    KafkaSourceBuilder<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(kafka.topics().exposures())
            .setGroupId(kafka.groupId())
            .setStartingOffsets(start(kafka))
            .setProperties(kafka.ofConsumer())
            .setDeserializer(new RawRecordReader(events.maxBytes()));
    return source.build();
  }

  // The connector takes no other type yet.
  @SuppressWarnings("deprecation")
  private static OffsetsInitializer start(KafkaSettings kafka) {
    return switch (kafka.start()) {
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
      case GROUP -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    };
  }

  /** Lists shown hold nobody back: what waits, waits for what users do. */
  private static final class AlwaysIdle implements WatermarkGenerator<RawRecord> {

    @Override
    public void onEvent(RawRecord record, long atMillis, WatermarkOutput output) {
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}

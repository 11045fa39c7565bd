package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.RawRecord;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A compacted topic that says what holds by now, such as rules. It has no event time of its own,
 * but holds that of others back until what it said when the job was started was read.
 *
 * <p>For that, it is read twice: once up to its end at the start, and once for good. So the stream
 * has some records twice, and whoever uses it keeps of each key what lies at the highest offset.
 * The first reading ends, which is no failure.
 */
public final class TableTopic {

  private final KafkaSettings kafka;
  private final String topic;
  private final int maxBytes;

  /**
   * @param maxBytes how much of a record's value is kept
   */
  public TableTopic(KafkaSettings kafka, String topic, int maxBytes) {
    this.kafka = kafka;
    this.topic = topic;
    this.maxBytes = maxBytes;
  }

  /** Reads it from its beginning, whatever the group has read before. */
  public DataStream<RawRecord> read(StreamExecutionEnvironment env) {
    DataStream<RawRecord> atStart =
        env.fromSource(
                source().setBounded(OffsetsInitializer.latest()).build(),
                WatermarkStrategy.noWatermarks(),
                "Read " + topic + " as of the start")
            .uid(topic + "-at-start")
            .setParallelism(1)
            .setMaxParallelism(1);
    DataStream<RawRecord> forGood =
        env.fromSource(source().build(), timeless(), "Read " + topic)
            .uid(topic)
            .setParallelism(1)
            .setMaxParallelism(1);
    return atStart.union(forGood);
  }

  private KafkaSourceBuilder<RawRecord> source() {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setTopics(topic)
        .setGroupId(kafka.groupId())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperties(kafka.ofConsumer())
        .setDeserializer(new RawRecordReader(maxBytes));
  }

  private static WatermarkStrategy<RawRecord> timeless() {
    return WatermarkStrategy.forGenerator(context -> new Timeless());
  }

  /** Holds nobody back. */
  private static final class Timeless implements WatermarkGenerator<RawRecord> {

    /** Not the last of all, which says that nothing more comes. */
    private static final Watermark LATEST = new Watermark(Long.MAX_VALUE - 1);

    @Override
    public void onEvent(RawRecord record, long atMillis, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(LATEST);
    }
  }
}

package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A compacted topic that says what holds by now, such as rules. It has no event time.
 *
 * <p>It is read twice: once up to the end that it has at the start, after which a record says so
 * ({@link #isEndOfStart}), and once for good. So the stream has some records twice, and whoever
 * uses it keeps of each key what lies at the highest offset. The first reading ends, which is no
 * failure.
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

  /** Whether a record says that everything was read that there was at the start. */
  public static boolean isEndOfStart(RawRecord record) {
    return record.partition() == EndOfStart.NO_PARTITION;
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
            .setMaxParallelism(1)
            .transform(
                "Tell that " + topic + " were read",
                TypeInformation.of(RawRecord.class),
                new EndOfStart(topic))
            .uid(topic + "-end-of-start")
            .setParallelism(1)
            .setMaxParallelism(1);
    return atStart.union(readOnce(env).setParallelism(1).setMaxParallelism(1));
  }

  /**
   * Reads it from its beginning, each record once and those of a key in their order, in as many
   * tasks as the job has. It never tells that everything was read that there was at the start.
   */
  public SingleOutputStreamOperator<RawRecord> readOnce(StreamExecutionEnvironment env) {
    return env.fromSource(source().build(), WatermarkStrategy.noWatermarks(), "Read " + topic)
        .uid(topic);
  }

  private KafkaSourceBuilder<RawRecord> source() {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaSubscriber(new NamedTopic(kafka, topic, true))
        .setGroupId(kafka.groupId())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperties(kafka.ofConsumer())
        .setDeserializer(new RawRecordReader(maxBytes));
  }

  /** Passes records on, and one more when there are no more. */
  private static final class EndOfStart extends AbstractStreamOperator<RawRecord>
      implements OneInputStreamOperator<RawRecord, RawRecord>, BoundedOneInput {

    private static final long serialVersionUID = 1L;
    private static final int NO_PARTITION = -1;

    private final String topic;

    EndOfStart(String topic) {
      this.topic = topic;
    }

    @Override
    public void processElement(StreamRecord<RawRecord> record) {
      output.collect(record);
    }

    @Override
    public void endInput() {
      output.collect(new StreamRecord<>(RawRecord.gone(topic, NO_PARTITION, NO_PARTITION)));
    }
  }
}

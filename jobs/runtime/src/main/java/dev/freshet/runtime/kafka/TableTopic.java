package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * A compacted topic that says what holds by now, such as rules. It has no event time.
 *
 * <p>It is read twice: once up to the end that it has at the start, after which a record says so
 * ({@link #isEndOfStart}), and once for good. The first reading ends, which is no failure. The
 * second begins at the beginning at each start, as the topic may be another one by then. So the
 * stream has records again and again, of which a {@link TableReader} takes each once.
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
                new AnewSource<>(source(named()).setBounded(OffsetsInitializer.latest()).build()),
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
    AnewSource<RawRecord> source = new AnewSource<>(source(new SameTopic(named())).build());
    return atStart.union(readForGood(env, source).setParallelism(1).setMaxParallelism(1));
  }

  /**
   * Reads it from its beginning, each record once and those of a key in their order, in as many
   * tasks as the job has. It never tells that everything was read that there was at the start.
   */
  public SingleOutputStreamOperator<RawRecord> readOnce(StreamExecutionEnvironment env) {
    return readForGood(env, source(named()).build());
  }

  private SingleOutputStreamOperator<RawRecord> readForGood(
      StreamExecutionEnvironment env, Source<RawRecord, ?, ?> source) {
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "Read " + topic).uid(topic);
  }

  /** Tells the id of the topic by now: one that is made anew has another id. */
  public SerializableSupplier<String> identity() {
    NamedTopic named = named();
    return () -> {
      try (Admin admin = Admin.create(named.kafka().ofConsumer())) {
        return named.id(admin);
      }
    };
  }

  private NamedTopic named() {
    return new NamedTopic(kafka, topic, true);
  }

  private KafkaSourceBuilder<RawRecord> source(KafkaSubscriber subscriber) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaSubscriber(subscriber)
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

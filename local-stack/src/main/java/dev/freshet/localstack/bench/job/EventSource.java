package dev.freshet.localstack.bench.job;

import dev.freshet.runtime.kafka.KafkaSettings;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Reads the events of a log as plainly as Flink does it. */
public final class EventSource {

  private EventSource() {}

  /** All events from the beginning, without watermarks. */
  public static <T> DataStream<T> read(
      StreamExecutionEnvironment env,
      KafkaSettings kafka,
      KafkaRecordDeserializationSchema<T> reader) {
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    KafkaSource<T> source =
        KafkaSource.<T>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(kafka.topics().interactions())
            .setGroupId(kafka.groupId())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperties(properties)
            .setDeserializer(reader)
            .build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), JobMetrics.SOURCE)
        .uid("read-events");
  }
}

package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.StartOffsets;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Interaction;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * What a job reads from Kafka, clean: every record was checked, every event comes once, no user
 * floods. What was not let through is on the topic of rejected records, with the reason.
 *
 * @param interactions what users did, in the order of each partition
 * @param catalogue what the platform says of its items, from the beginning of the topic
 */
public record EventStreams(
    DataStream<Interaction> interactions, DataStream<CatalogueItem> catalogue) {

  /** Reads the topics that the settings name. */
  public static EventStreams read(StreamExecutionEnvironment env, RuntimeSettings settings) {
    SingleOutputStreamOperator<Arrival> events =
        env.fromSource(
                source(settings, settings.kafka().topics().interactions(), start(settings)),
                ArrivalWatermarks.ofInteractions(settings.events()),
                "Read events")
            .uid("read-events")
            .process(new RecordSorter())
            .uid("clean-records")
            .name("Clean records");
    SingleOutputStreamOperator<Interaction> interactions =
        events
            .keyBy(Arrival::user)
            .process(new EventCleaner(settings.events()))
            .uid("clean-events")
            .name("Clean events");
    SingleOutputStreamOperator<Arrival> items =
        env.fromSource(
                source(
                    settings,
                    List.of(settings.kafka().topics().items()),
                    OffsetsInitializer.earliest()),
                ArrivalWatermarks.ofCatalogue(),
                "Read catalogue")
            .uid("read-catalogue")
            .process(new RecordSorter())
            .uid("catalogue-records")
            .name("Check catalogue");
    events
        .getSideOutput(RecordSorter.REJECTED)
        .union(
            interactions.getSideOutput(RecordSorter.REJECTED),
            items.getSideOutput(RecordSorter.REJECTED))
        .sinkTo(rejected(settings.kafka()))
        .uid("rejected")
        .name("Write rejected records");
    return new EventStreams(interactions, catalogue(items));
  }

  private static DataStream<CatalogueItem> catalogue(DataStream<Arrival> items) {
    return items
        .map(Arrival::item)
        .returns(CatalogueItem.class)
        .uid("catalogue-items")
        .name("Unwrap items");
  }

  private static KafkaSource<Arrival> source(
      RuntimeSettings settings, List<String> topics, OffsetsInitializer start) {
    return KafkaSource.<Arrival>builder()
        .setBootstrapServers(settings.kafka().bootstrapServers())
        .setTopics(topics)
        .setGroupId(settings.kafka().groupId())
        .setStartingOffsets(start)
        .setProperties(properties(settings.kafka()))
        .setDeserializer(new ArrivalReader(settings, Clock.systemUTC()))
        .build();
  }

  // The connector takes no other type yet.
  @SuppressWarnings("deprecation")
  private static OffsetsInitializer start(RuntimeSettings settings) {
    StartOffsets start = settings.kafka().start();
    return switch (start) {
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
      case GROUP -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    };
  }

  private static KafkaSink<RejectedRecord> rejected(RuntimeSettings.Kafka settings) {
    return KafkaSink.<RejectedRecord>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setKafkaProducerConfig(properties(settings))
        .setRecordSerializer(new RejectedRecordWriter(settings))
        .setDeliveryGuarantee(settings.rejectedDelivery())
        .setTransactionalIdPrefix(settings.rejectedTransactions())
        .build();
  }

  private static Properties properties(RuntimeSettings.Kafka settings) {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    return properties;
  }
}

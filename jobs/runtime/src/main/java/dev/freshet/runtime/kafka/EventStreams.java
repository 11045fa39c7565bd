package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.StartOffsets;
import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Interaction;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * What a job reads, clean: every record was checked, every event comes once, no user floods.
 *
 * @param interactions what users did, in the order of each partition, divided by user
 * @param catalogue what the platform says of its items, from the beginning of the topic
 * @param rejected what was not let through, with the reason
 */
public record EventStreams(
    DataStream<Interaction> interactions,
    DataStream<CatalogueItem> catalogue,
    DataStream<RejectedRecord> rejected) {

  /**
   * Reads the topics that the settings name, but no purchases, and writes what is rejected to its
   * own.
   */
  public static EventStreams read(StreamExecutionEnvironment env, RuntimeSettings settings) {
    return read(env, settings, settings.kafka().topics().interactions());
  }

  /** Like {@link #read}, and purchases with it if there is a topic of them. */
  public static EventStreams readWithPurchases(
      StreamExecutionEnvironment env, RuntimeSettings settings) {
    return read(env, settings, settings.kafka().topics().interactionsAndPurchases());
  }

  /** The interactions keyed by user, in the tasks that cleaned them: without another exchange. */
  public KeyedStream<Interaction, String> interactionsByUser() {
    return byUser(interactions);
  }

  /** What was made of {@link #interactions} in the same tasks, keyed by user likewise. */
  public static KeyedStream<Interaction, String> byUser(DataStream<Interaction> divided) {
    return DataStreamUtils.reinterpretAsKeyedStream(divided, Interaction::user);
  }

  private static EventStreams read(
      StreamExecutionEnvironment env, RuntimeSettings settings, List<String> topics) {
    DataStream<Arrival> events =
        env.fromSource(
                source(settings, topics, start(settings)),
                ArrivalWatermarks.ofInteractions(settings.events()),
                "Read events")
            .uid("read-events");
    DataStream<Arrival> items =
        env.fromSource(
                source(
                    settings,
                    List.of(settings.kafka().topics().items()),
                    OffsetsInitializer.earliest()),
                ArrivalWatermarks.ofCatalogue(),
                "Read catalogue")
            .uid("read-catalogue");
    EventStreams streams = clean(events, items, settings.events());
    streams
        .rejected()
        .sinkTo(rejected(settings.kafka()))
        .uid("rejected")
        .name("Write rejected records");
    return streams;
  }

  /**
   * Cleans what was read, wherever it came from: in as many tasks as read it, so that its order is
   * kept until it is divided by user.
   */
  public static EventStreams clean(
      DataStream<Arrival> events, DataStream<Arrival> items, RuntimeSettings.Events settings) {
    SingleOutputStreamOperator<Arrival> readable =
        events
            .process(new RecordSorter())
            .uid("clean-records")
            .name("Clean records")
            .setParallelism(events.getParallelism());
    SingleOutputStreamOperator<Interaction> interactions =
        readable
            .keyBy(Arrival::user)
            .transform(
                "Clean events",
                TypeInformation.of(Interaction.class),
                new WriteBackOperator<>(new EventCleaner(settings)))
            .uid("clean-events");
    SingleOutputStreamOperator<Arrival> described =
        items
            .process(new RecordSorter())
            .uid("catalogue-records")
            .name("Check catalogue")
            .setParallelism(items.getParallelism());
    DataStream<RejectedRecord> rejected =
        readable
            .getSideOutput(RecordSorter.REJECTED)
            .union(
                interactions.getSideOutput(RecordSorter.REJECTED),
                described.getSideOutput(RecordSorter.REJECTED));
    return new EventStreams(interactions, catalogue(described), rejected);
  }

  private static DataStream<CatalogueItem> catalogue(DataStream<Arrival> items) {
    return items
        .map(Arrival::item)
        .returns(CatalogueItem.class)
        .uid("catalogue-items")
        .name("Unwrap items")
        .setParallelism(items.getParallelism());
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

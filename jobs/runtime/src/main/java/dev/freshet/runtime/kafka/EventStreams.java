package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.catalogue.CatalogueFirstOffsets;
import dev.freshet.runtime.kafka.catalogue.CatalogueFirstSource;
import dev.freshet.runtime.state.BesideBroadcast;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Interaction;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * What a job reads, clean: every record was checked, every event comes once and is of an item that
 * may be used, no user floods, and none comes before what the catalogue said when the job was
 * started.
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
  public static EventStreams read(
      StreamExecutionEnvironment env, RuntimeSettings settings, ItemLimits limits) {
    return read(env, settings, limits, settings.kafka().topics().interactions());
  }

  /** Like {@link #read}, of all items, and purchases with it if there is a topic of them. */
  public static EventStreams readWithPurchases(
      StreamExecutionEnvironment env, RuntimeSettings settings) {
    return read(
        env, settings, ItemLimits.NONE, settings.kafka().topics().interactionsAndPurchases());
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
      StreamExecutionEnvironment env,
      RuntimeSettings settings,
      ItemLimits limits,
      List<String> topics) {
    DataStream<Arrival> arrivals =
        env.fromSource(
                source(settings, topics, env.getCheckpointConfig().isCheckpointingEnabled()),
                ArrivalWatermarks.ofInteractions(settings.events()),
                "Read catalogue and events")
            .uid("read-records");
    EventStreams streams = clean(arrivals, settings, limits, places -> fetched(places, settings));
    streams
        .rejected()
        .sinkTo(rejected(settings.kafka()))
        .uid("rejected")
        .name("Write rejected records");
    return streams;
  }

  /**
   * Cleans what was read, wherever it came from: in as many tasks as read it, so that its order is
   * kept until it is divided by user. Of what is rejected afterwards nothing but the reason is
   * told, as no bytes cross that exchange.
   */
  public static EventStreams clean(
      DataStream<Arrival> arrivals, RuntimeSettings settings, ItemLimits limits) {
    return clean(
        arrivals,
        settings,
        limits,
        places ->
            places
                .map(RejectedPlace::withoutBytes)
                .returns(RejectedRecord.class)
                .uid("flooded-records")
                .name("Tell of rejected records"));
  }

  private static EventStreams clean(
      DataStream<Arrival> arrivals,
      RuntimeSettings settings,
      ItemLimits limits,
      Function<DataStream<RejectedPlace>, DataStream<RejectedRecord>> fetching) {
    String items = settings.kafka().topics().items();
    SingleOutputStreamOperator<Arrival> readable =
        arrivals
            .filter(arrival -> !arrival.raw().topic().equals(items))
            .uid("events")
            .name("Pick events")
            .setParallelism(arrivals.getParallelism())
            .process(new RecordSorter())
            .uid("clean-records")
            .name("Clean records")
            .setParallelism(arrivals.getParallelism());
    SingleOutputStreamOperator<PlacedInteraction> placed =
        readable
            .process(new InteractionPlacer(limits))
            .uid("placed-interactions")
            .name("Leave bytes behind")
            .setParallelism(arrivals.getParallelism());
    SingleOutputStreamOperator<Arrival> described =
        arrivals
            .filter(arrival -> arrival.raw().topic().equals(items))
            .uid("catalogue")
            .name("Pick catalogue")
            .setParallelism(arrivals.getParallelism())
            .process(new RecordSorter())
            .uid("catalogue-records")
            .name("Check catalogue")
            .setParallelism(arrivals.getParallelism());
    SingleOutputStreamOperator<CatalogueItem> catalogue =
        described
            .process(new CatalogueCleaner(settings.catalogue().vectorLength()))
            .uid("catalogue-items")
            .name("Clean catalogue")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<ItemNotice> notices =
        catalogue
            .connect(placed.getSideOutput(InteractionPlacer.NAMED))
            .map(new ItemNotices())
            .uid("item-notices")
            .name("Tell of items")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<Interaction> interactions =
        BesideBroadcast.transform(
                "Clean events",
                placed.keyBy(PlacedInteraction::user),
                notices,
                new EventCleaner(settings.events(), limits),
                TypeInformation.of(Interaction.class))
            .uid("clean-events");
    DataStream<RejectedRecord> rejected =
        readable
            .getSideOutput(RecordSorter.REJECTED)
            .union(
                fetching.apply(interactions.getSideOutput(EventCleaner.REJECTED)),
                described.getSideOutput(RecordSorter.REJECTED),
                catalogue.getSideOutput(RecordSorter.REJECTED));
    return new EventStreams(interactions, catalogue, rejected);
  }

  /** One task is enough: it fetches many at once. */
  private static DataStream<RejectedRecord> fetched(
      DataStream<RejectedPlace> places, RuntimeSettings settings) {
    return places
        .transform(
            "Fetch rejected records",
            TypeInformation.of(RejectedRecord.class),
            new RejectedRecordFetcher(connection(settings.kafka()), settings.events().maxBytes()))
        .uid("flooded-records")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private static CatalogueFirstSource<Arrival> source(
      RuntimeSettings settings, List<String> topics, boolean hasCheckpoints) {
    RuntimeSettings.Kafka kafka = settings.kafka();
    String items = kafka.topics().items();
    KafkaSource<Arrival> source =
        KafkaSource.<Arrival>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(Stream.concat(Stream.of(items), topics.stream()).toList())
            .setGroupId(kafka.groupId())
            .setStartingOffsets(new CatalogueFirstOffsets(items, start(kafka)))
            .setProperties(properties(kafka))
            .setDeserializer(new ArrivalReader(settings, Clock.systemUTC()))
            .build();
    return new CatalogueFirstSource<>(source, items, connection(kafka), hasCheckpoints);
  }

  // The connector takes no other type yet.
  @SuppressWarnings("deprecation")
  private static OffsetsInitializer start(RuntimeSettings.Kafka settings) {
    return switch (settings.start()) {
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

  private static Properties connection(RuntimeSettings.Kafka settings) {
    Properties properties = properties(settings);
    properties.setProperty(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return properties;
  }

  private static Properties properties(RuntimeSettings.Kafka settings) {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    return properties;
  }
}
